//! Opening pages that lead to secret addresses.

use std::fs;

use jixiao::system::browse::Doorway;

#[test]
fn a_page_that_leads_to_a_secret_is_for_its_user_only_and_goes() {
    let address = "http://127.0.0.1:1234/?a=1&b=\"><script>#秘密";
    let doorway = Doorway::new(address).expect("a page");
    let path = doorway.path().to_owned();
    let page = fs::read_to_string(&path).expect("a page");
    let escaped = "http://127.0.0.1:1234/?a=1&#38;b=&#34;&#62;&#60;script&#62;#秘密";
    assert!(page.contains(&format!("content=\"0; url={escaped}\"")), "{page}");
    assert!(page.contains(&format!("href=\"{escaped}\"")) && !page.contains("<script"), "{page}");
    assert!(!path.to_string_lossy().contains("秘密"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        let rights = path.metadata().expect("a file").permissions().mode();
        assert_eq!(rights & 0o777, 0o600);
    }
    drop(doorway);
    assert!(!path.exists());
}
