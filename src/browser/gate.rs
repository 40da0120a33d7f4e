//! Who may come in: this machine's user, in a page that this program has served.
//!
//! Other sites can have a browser send requests to this machine, under a name of their own that
//! leads here, or to the address itself. So the name must be exactly the address that was opened,
//! and whatever asks for data must come from its own page.
//!
//! The address that people open bears a token behind `#`, which no request carries and no log
//! keeps. The page exchanges it, once, for two secrets: a cookie that no script can read, and a
//! key that it sends along with each request. Cookies are shared by all ports of a machine, keys
//! are not: so neither another program's page nor its server can ask in this one's place.

use std::sync::Mutex;

use crate::system::sync::lock;
use hyper::header::{COOKIE, HOST, HeaderMap, HeaderName, ORIGIN};
use hyper::{Method, StatusCode};

/// The header with the key.
const KEY: HeaderName = HeaderName::from_static("jixiao-key");
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
const FETCH_DEST: HeaderName = HeaderName::from_static("sec-fetch-dest");

/// Lets requests in, or does not.
pub struct Gate {
    /// `127.0.0.1:port`.
    host: String,
    cookie: String,
    secret: String,
    key: String,
    /// The token of the address that has not been opened yet.
    token: Mutex<String>,
}

/// What a page gets for its token.
pub struct Admission {
    /// The cookie, with all that a browser is to know of it.
    pub cookie: String,
    /// The key.
    pub key: String,
    /// The token of a new address, for another browser.
    pub next: String,
}

impl Gate {
    /// The gate of a server on this port; an error where the system has no random numbers.
    pub fn new(port: u16) -> Result<Self, getrandom::Error> {
        Ok(Self {
            host: format!("127.0.0.1:{port}"),
            cookie: format!("jixiao-{port}"),
            secret: secret()?,
            key: secret()?,
            token: Mutex::new(secret()?),
        })
    }

    /// The address to open, with its token.
    pub fn address(&self) -> String {
        let token = lock(&self.token);
        format!("http://{}/#{token}", self.host)
    }

    /// Whether a request was meant for this server, and does not come from another site.
    pub fn check_origin(
        &self,
        method: &Method,
        path: &str,
        headers: &HeaderMap,
    ) -> Result<(), StatusCode> {
        if only(headers, &HOST) != Some(&self.host) {
            return Err(StatusCode::MISDIRECTED_REQUEST);
        }
        let site = headers.get(FETCH_SITE).map(|site| site.as_bytes());
        if matches!(*method, Method::GET | Method::HEAD) {
            // Nobody's page, or this one's.
            let is_ours = matches!(site, None | Some(b"none" | b"same-origin"));
            return match is_ours || is_entering(path, headers) {
                true => Ok(()),
                false => Err(StatusCode::FORBIDDEN),
            };
        }
        let is_ours = matches!(site, None | Some(b"same-origin"));
        let origin = only(headers, &ORIGIN).and_then(|origin| origin.strip_prefix("http://"));
        match is_ours && origin == Some(&self.host) {
            true => Ok(()),
            false => Err(StatusCode::FORBIDDEN),
        }
    }

    /// Whether a request has the cookie.
    pub fn has_cookie(&self, headers: &HeaderMap) -> bool {
        let cookies = headers.get_all(COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
        let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).map(str::trim);
        pairs.any(|pair| {
            let value = pair.strip_prefix(&*self.cookie).and_then(|rest| rest.strip_prefix('='));
            value.is_some_and(|value| is_same(value, &self.secret))
        })
    }

    /// Whether a request has the key, too.
    pub fn has_key(&self, headers: &HeaderMap) -> bool {
        only(headers, &KEY).is_some_and(|key| is_same(key, &self.key))
    }

    /// What a page gets for the token of its address; it is good for once.
    pub fn admit(&self, token: &str) -> Option<Admission> {
        let mut current = lock(&self.token);
        if !is_same(token, &current) {
            return None;
        }
        *current = secret().ok()?;
        let Self { cookie, secret, key, .. } = self;
        Some(Admission {
            cookie: format!("{cookie}={secret}; HttpOnly; SameSite=Strict; Path=/"),
            key: key.clone(),
            next: format!("http://{}/#{current}", self.host),
        })
    }
}

/// Whether a person is led to the page itself, as by the file that tells the browser of its
/// address. It says nothing, and whoever has led them there sees nothing of it.
fn is_entering(path: &str, headers: &HeaderMap) -> bool {
    let is = |name: &HeaderName, value: &str| only(headers, name) == Some(value);
    path == "/" && is(&FETCH_MODE, "navigate") && is(&FETCH_DEST, "document")
}

/// The value of a header that is there once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

/// Whether two secrets are the same, in a time that tells nothing of where they differ.
fn is_same(one: &str, other: &str) -> bool {
    let differs = |(a, b): (u8, u8)| a ^ b;
    one.len() == other.len()
        && one.bytes().zip(other.bytes()).map(differs).fold(0, |all, it| all | it) == 0
}

/// A random secret, of 256 bits.
pub fn secret() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
