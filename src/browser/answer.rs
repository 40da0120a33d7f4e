//! What the server answers.

use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use serde::Serialize;

/// The body of an answer.
pub type Body = UnsyncBoxBody<Bytes, std::convert::Infallible>;
/// An answer.
pub type Answer = Response<Body>;

/// What no page of this server may do: load or send anything from or to elsewhere, be shown in
/// another page, or hold markup that acts.
const POLICY: &str = "default-src 'self'; img-src 'self' data:; object-src 'none'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What stands in the head of each answer.
const HEAD: [(&str, &str); 6] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("x-frame-options", "DENY"),
];

/// An answer with this body.
pub fn of(status: StatusCode, kind: &'static str, body: Body) -> Answer {
    let mut answer = Response::new(body);
    *answer.status_mut() = status;
    let headers = answer.headers_mut();
    for (name, value) in HEAD {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    // What is shown is as of now, and nothing is left on the disk.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    answer
}

/// An answer with these bytes.
pub fn bytes(status: StatusCode, kind: &'static str, bytes: impl Into<Bytes>) -> Answer {
    of(status, kind, Full::new(bytes.into()).boxed_unsync())
}

/// An answer in JSON.
pub fn json(status: StatusCode, value: &impl Serialize) -> Answer {
    match serde_json::to_vec(value) {
        Ok(text) => bytes(status, "application/json; charset=utf-8", text),
        Err(_) => refused(StatusCode::INTERNAL_SERVER_ERROR, "写不出回答"),
    }
}

/// Why a request is not done, in a sentence for people.
pub fn refused(status: StatusCode, message: &str) -> Answer {
    json(status, &serde_json::json!({ "message": message }))
}
