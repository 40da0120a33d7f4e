//! What is kept of the bundled fonts beside them.

use std::{env, fs};

use jixiao::print::typeset;

/// `make bless` writes the book anew; the program has to be built once more then.
#[test]
fn the_book_says_what_the_fonts_say() {
    let book = typeset::book().expect("a book");
    if env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write("fonts/book.json", &book).expect("a writable book");
    }
    let kept = fs::read_to_string("fonts/book.json").expect("the book");
    assert!(kept == book, "the fonts have changed, and fonts/book.json has not: `make bless`");
}
