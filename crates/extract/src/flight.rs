//! What Next.js sends for the components of a page: `self.__next_f.push([1,"5:{...}\\n"])`, piece by piece.

use serde_json::{Deserializer, Value};

const PUSH: &str = "__next_f.push(";
/// How many pieces are put together, and how long they are in all.
const MOST: usize = 2_000;
const LONGEST: usize = 3_000_000;

/// The values of all rows that hold data.
pub(crate) fn values(code: &[&str]) -> Vec<Value> {
    let mut stream = String::new();
    for piece in code.iter().flat_map(|code| pieces(code)).take(MOST) {
        if stream.len() + piece.len() > LONGEST {
            break;
        }
        stream.push_str(&piece);
    }
    stream.lines().filter_map(row).collect()
}

/// The texts that a script adds to the stream.
fn pieces(code: &str) -> Vec<String> {
    let begins = code.match_indices(PUSH).map(|(at, _)| at + PUSH.len());
    let pushed = begins.filter_map(|at| {
        Deserializer::from_str(&code[at..])
            .into_iter::<Value>()
            .next()?
            .ok()
    });
    let texts = pushed.filter_map(|value| value.get(1)?.as_str().map(str::to_owned));
    texts.take(MOST).collect()
}

/// `1a:{"product":{}}`: a number in hexadecimal digits and a value. Rows of other kinds have a letter before it.
fn row(line: &str) -> Option<Value> {
    let (number, value) = line.split_once(':')?;
    let is_row = !number.is_empty() && number.len() < 8 && number.bytes().all(|b| b.is_ascii_hexdigit());
    let holds_data = is_row && value.starts_with(['{', '[']) && value.contains("rice");
    holds_data.then(|| serde_json::from_str(value).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn the_rows_of_a_stream_are_read_across_its_pieces() {
        let first = r#"self.__next_f=self.__next_f||[];self.__next_f.push([0])"#;
        let second = r#"self.__next_f.push([1,"1:I[\"x\"]\n5:[\"$\",\"div\",null,{\"product\":{\"na"])"#;
        let third = r#"self.__next_f.push([1,"me\":\"Album\",\"price\":5}}]\n6:T12,price"])"#;
        assert_eq!(
            values(&[first, second, third]),
            [json!(["$", "div", null, {"product": {"name": "Album", "price": 5}}])]
        );
    }

    proptest! {
        #[test]
        fn no_text_panics(text in r#"[\[\]{}",:\\a1rice \n()]{0,40}"#) {
            let _ = values(&[&format!("__next_f.push({text}")]);
        }
    }
}
