//! Chinese words, by a dictionary.

use std::ops::Range;

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;

/// The words of a text, with blanks and punctuation each for itself. Chinese is cut
/// by a dictionary.
pub fn words(text: &str) -> Vec<&str> {
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    let ends: Vec<usize> = segmenter.segment_str(text).collect();
    ends.windows(2).map(|ends| &text[ends[0]..ends[1]]).collect()
}

/// Characters that are words by themselves, or are put before and behind words.
const ALONE: &str = "的和与及或对在为了等将并以从到由被向各本全不已可应新老大小高低总分率费度化性员者们区市县\
    省局处科级类家名人次个年月日厅部委";

/// The levels of government, which stand beside one another in lists: 省市县.
const LEVELS: &str = "省市县区乡镇村";

/// Whether the bytes `part` of a text are made up of words: those of 绩效目标 are, and those of
/// 水电气 and 省市县 are not.
pub fn makes_words(text: &str, part: Range<usize>) -> bool {
    let words = words(text);
    let is_level = |index: Option<usize>| {
        let word = index.and_then(|index| words.get(index));
        word.and_then(|word| word.chars().next_back()).is_some_and(|c| LEVELS.contains(c))
    };
    let mut end = 0;
    words.iter().enumerate().all(|(index, word)| {
        let start = end;
        end += word.len();
        let is_beside = end <= part.start || part.end <= start;
        let is_alone = || {
            let is_listed = is_level(index.checked_sub(1)) || is_level(Some(index + 1));
            ALONE.contains(word) && !(is_level(Some(index)) && is_listed)
        };
        is_beside || word.chars().count() > 1 || is_alone()
    })
}

/// Whether what ends in `before` and goes on in `after` is one word, of which one part at
/// least is none by itself: 管 and 理, but not 立项 and 目标. The words beside it must be
/// whole, too.
pub fn is_one_word(before: &str, after: &str) -> bool {
    let is_part = |word: Option<&&str>| word.is_some_and(|word| word.chars().count() == 1);
    if !(is_part(words(before).last()) || is_part(words(after).first())) {
        return false;
    }
    let joined = [before, after].concat();
    let words = words(&joined);
    let mut end = 0;
    let spans = |word: &&str| {
        let start = end;
        end += word.len();
        start < before.len() && before.len() < end
    };
    let Some(index) = words.iter().position(spans) else { return false };
    let is_whole = |word: Option<&&str>| {
        word.is_none_or(|word| word.chars().count() > 1 || ALONE.contains(word))
    };
    is_whole(index.checked_sub(1).and_then(|index| words.get(index)))
        && is_whole(words.get(index + 1))
}
