//! Texts and numbers in one piece each.

use jixiao::system::packed::{Packed, Packer};

#[test]
fn what_was_put_in_comes_out() {
    let numbers = [0, 1, 127, 128, 16_383, 16_384, usize::MAX];
    let mut packer = Packer::default();
    numbers.iter().for_each(|&number| packer.number(number));
    packer.text("");
    packer.text("指标\n值");
    packer.span(&(300..777));
    let packed = packer.finish();
    let mut unpacker = packed.unpack();
    for number in numbers {
        assert_eq!(unpacker.number(), Some(number));
    }
    assert_eq!(unpacker.text(), Some(""));
    assert_eq!(unpacker.text(), Some("指标\n值"));
    assert_eq!(unpacker.span(), Some(300..777));
    assert_eq!(unpacker.number(), None);
}

#[test]
fn what_makes_no_sense_comes_to_an_end() {
    let packed = |texts: &str, numbers: &[u8]| -> Packed {
        let json = serde_json::json!({ "texts": texts, "numbers": numbers });
        serde_json::from_value(json).expect("texts and numbers")
    };
    assert_eq!(packed("", &[0x80; 20]).unpack().number(), None, "a number without an end");
    assert_eq!(packed("指", &[4]).unpack().text(), None, "longer than all texts");
    assert_eq!(packed("指", &[1]).unpack().text(), None, "half a character");
    let mut endless = Packer::default();
    endless.number(1);
    endless.number(usize::MAX);
    assert_eq!(endless.finish().unpack().span(), None, "an end beyond all numbers");
}
