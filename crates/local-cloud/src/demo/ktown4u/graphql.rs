//! The little of GraphQL that the shop's one operation needs, as strict as a real server: every mistake is an error in
//! the form that servers give it.

use axum::http::{HeaderMap, header};
use serde::Deserialize;
use serde_json::{Map, Value};

const OPERATION: &str = "eventProductsV2";
const HEAD: &[&str] = &[
    "query",
    OPERATION,
    "(",
    "$request",
    ":",
    "EventProductsRequest!",
    ")",
];
const ARGUMENTS: &[&str] = &["(", "request", ":", "$request", ")"];

/// What a valid request asks for.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) event: u64,
    pub(super) selection: Vec<Field>,
}

/// A field and what is selected of it.
#[derive(Debug, PartialEq)]
pub(super) struct Field {
    name: String,
    of: Vec<Field>,
}

/// Why a request is not answered.
#[derive(Debug, PartialEq)]
pub(super) struct Refusal {
    pub(super) message: String,
    pub(super) code: &'static str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    #[serde(rename = "operationName")]
    operation_name: String,
    query: String,
    variables: Variables,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Variables {
    request: EventProductsRequest,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EventProductsRequest {
    #[serde(rename = "eventNo")]
    event_no: u64,
    #[serde(rename = "shopNo")]
    _shop_no: u64,
}

/// Reads a request; `named` is the operation that the address names.
pub(super) fn read(named: Option<&str>, headers: &HeaderMap, body: &str) -> Result<Asked, Refusal> {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    if !content_type.is_some_and(|value| value.starts_with("application/json")) {
        return Err(bad("the body has to be application/json".to_owned()));
    }
    let body: Body = serde_json::from_str(body).map_err(|error| bad(error.to_string()))?;
    for name in [named.unwrap_or_default(), &body.operation_name] {
        if name != OPERATION {
            return Err(bad(format!("Unknown operation named \"{name}\".")));
        }
    }
    Ok(Asked {
        event: body.variables.request.event_no,
        selection: selection(&body.query)?,
    })
}

/// What a query selects of a value; a field that the schema does not have is an error.
pub(super) fn select(value: &Value, selection: &[Field], parent: &str) -> Result<Value, Refusal> {
    match value {
        Value::Array(values) => values
            .iter()
            .map(|value| select(value, selection, parent))
            .collect(),
        Value::Object(fields) => {
            if selection.is_empty() {
                return Err(invalid(format!(
                    "Field \"{parent}\" must have a selection of subfields."
                )));
            }
            let known = |field: &Field| {
                let value = fields.get(&field.name).ok_or_else(|| {
                    invalid(format!(
                        "Cannot query field \"{}\" on type \"{parent}\".",
                        field.name
                    ))
                })?;
                Ok((field.name.clone(), select(value, &field.of, &field.name)?))
            };
            selection
                .iter()
                .map(known)
                .collect::<Result<Map<_, _>, _>>()
                .map(Value::Object)
        }
        plain if selection.is_empty() => Ok(plain.clone()),
        _ => Err(invalid(format!(
            "Field \"{parent}\" must not have a selection since it is a scalar."
        ))),
    }
}

fn selection(query: &str) -> Result<Vec<Field>, Refusal> {
    let mut tokens = tokens(query).into_iter().peekable();
    expect(&mut tokens, HEAD)?;
    expect(&mut tokens, &["{", OPERATION])?;
    expect(&mut tokens, ARGUMENTS)?;
    let of = fields(&mut tokens)?;
    expect(&mut tokens, &["}"])?;
    match tokens.next() {
        None => Ok(vec![Field {
            name: OPERATION.to_owned(),
            of,
        }]),
        Some(token) => Err(unexpected(token)),
    }
}

type Tokens<'a> = std::iter::Peekable<std::vec::IntoIter<&'a str>>;

/// `{ name name { name } }`, or nothing.
fn fields(tokens: &mut Tokens<'_>) -> Result<Vec<Field>, Refusal> {
    let mut fields = Vec::new();
    if tokens.next_if_eq(&"{").is_none() {
        return Ok(fields);
    }
    loop {
        match tokens.next().unwrap_or("<EOF>") {
            "}" => return Ok(fields),
            name if name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') => fields.push(Field {
                name: name.to_owned(),
                of: self::fields(tokens)?,
            }),
            other => return Err(unexpected(other)),
        }
    }
}

fn expect(tokens: &mut Tokens<'_>, expected: &[&str]) -> Result<(), Refusal> {
    expected
        .iter()
        .try_for_each(|expected| match tokens.next().unwrap_or("<EOF>") {
            token if token == *expected => Ok(()),
            token => Err(unexpected(token)),
        })
}

/// Words and punctuation; white space and commas mean nothing in GraphQL.
fn tokens(query: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    for word in query.split(|c: char| c.is_whitespace() || c == ',') {
        let mut rest = word;
        while let Some(at) = rest.find(['{', '}', '(', ')', ':']) {
            let (before, from) = rest.split_at(at);
            let (punctuation, after) = from.split_at(1);
            tokens.extend(
                [before, punctuation]
                    .into_iter()
                    .filter(|token| !token.is_empty()),
            );
            rest = after;
        }
        tokens.extend(Some(rest).filter(|token| !token.is_empty()));
    }
    tokens
}

fn unexpected(token: &str) -> Refusal {
    Refusal {
        message: format!("Syntax Error: Unexpected {token}."),
        code: "GRAPHQL_PARSE_FAILED",
    }
}

fn invalid(message: String) -> Refusal {
    Refusal {
        message,
        code: "GRAPHQL_VALIDATION_FAILED",
    }
}

fn bad(message: String) -> Refusal {
    Refusal {
        message,
        code: "BAD_USER_INPUT",
    }
}
