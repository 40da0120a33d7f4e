//! `jixiao diff`: which versions are compared, and what of them is shown.

mod history;
mod pages;
mod places;
