//! Reads a query: `or` binds weaker than `and`, which binds weaker than `not`.

use super::lexer::{Token, tokens};
use super::{Literal, Malformed, Term, parse_time};

/// Reads all of a query.
pub(super) fn parse(text: &str) -> Result<Term, Malformed> {
    let mut parser = Parser {
        tokens: tokens(text).ok_or(Malformed)?,
        next: 0,
    };
    let term = parser.or()?;
    if parser.peek().is_some() {
        Err(Malformed)
    } else {
        Ok(term)
    }
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
}

impl Parser {
    fn or(&mut self) -> Result<Term, Malformed> {
        let mut term = self.and()?;
        while self.take_word("or") {
            term = Term::Or(Box::new(term), Box::new(self.and()?));
        }
        Ok(term)
    }

    fn and(&mut self) -> Result<Term, Malformed> {
        let mut term = self.not()?;
        while self.take_word("and") {
            term = Term::And(Box::new(term), Box::new(self.not()?));
        }
        Ok(term)
    }

    fn not(&mut self) -> Result<Term, Malformed> {
        if self.take_word("not") {
            return Ok(Term::Not(Box::new(self.not()?)));
        }
        if self.take_symbol("(") {
            let term = self.or()?;
            return if self.take_symbol(")") {
                Ok(term)
            } else {
                Err(Malformed)
            };
        }
        self.condition()
    }

    fn condition(&mut self) -> Result<Term, Malformed> {
        match self.advance()? {
            Token::Text(value) => {
                let collection = if self.take_word("in") {
                    self.word()?
                } else {
                    return Err(Malformed);
                };
                let known = ["parents", "owners", "writers", "readers"].contains(&collection.as_str());
                if known {
                    Ok(Term::In(value, collection))
                } else {
                    Err(Malformed)
                }
            }
            Token::Word(field) if self.take_word("has") => self.has(field),
            Token::Word(field) => self.comparison(field),
            Token::Symbol(_) => Err(Malformed),
        }
    }

    fn comparison(&mut self, field: String) -> Result<Term, Malformed> {
        let operator = match self.advance()? {
            Token::Symbol(symbol) if symbol != "(" && symbol != ")" => symbol.to_owned(),
            Token::Word(word) if word == "contains" => word,
            _ => return Err(Malformed),
        };
        let literal = match self.advance()? {
            Token::Text(text) => Literal::Text(text),
            Token::Word(word) if word == "true" || word == "false" => Literal::Bool(word == "true"),
            _ => return Err(Malformed),
        };
        if is_allowed(&field, &operator, &literal) {
            Ok(Term::Compare(field, operator, literal))
        } else {
            Err(Malformed)
        }
    }

    /// `{ key='k' and value='v' }`
    fn has(&mut self, collection: String) -> Result<Term, Malformed> {
        let known = ["properties", "appProperties"].contains(&collection.as_str());
        let opened = known && self.take_symbol("{") && self.take_word("key") && self.take_symbol("=");
        let key = if opened {
            self.text()?
        } else {
            return Err(Malformed);
        };
        let goes_on = self.take_word("and") && self.take_word("value") && self.take_symbol("=");
        let value = if goes_on {
            self.text()?
        } else {
            return Err(Malformed);
        };
        if self.take_symbol("}") {
            Ok(Term::Has(collection, key, value))
        } else {
            Err(Malformed)
        }
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn advance(&mut self) -> Result<Token, Malformed> {
        let token = self.peek().cloned().ok_or(Malformed)?;
        self.next += 1;
        Ok(token)
    }

    fn word(&mut self) -> Result<String, Malformed> {
        match self.advance()? {
            Token::Word(word) => Ok(word),
            _ => Err(Malformed),
        }
    }

    fn text(&mut self) -> Result<String, Malformed> {
        match self.advance()? {
            Token::Text(text) => Ok(text),
            _ => Err(Malformed),
        }
    }

    fn take_word(&mut self, wanted: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Word(word)) if word.eq_ignore_ascii_case(wanted));
        self.next += usize::from(found);
        found
    }

    fn take_symbol(&mut self, wanted: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Symbol(symbol)) if *symbol == wanted);
        self.next += usize::from(found);
        found
    }
}

/// Which operators each field takes, as Drive's reference lists them.
fn is_allowed(field: &str, operator: &str, literal: &Literal) -> bool {
    let operators: &[&str] = match (field, literal) {
        ("name" | "mimeType", Literal::Text(_)) => &["contains", "=", "!="],
        ("fullText", Literal::Text(_)) => &["contains"],
        ("createdTime" | "modifiedTime" | "viewedByMeTime" | "sharedWithMeTime", Literal::Text(text)) => {
            return parse_time(text).is_some() && ["<=", "<", "=", "!=", ">", ">="].contains(&operator);
        }
        ("trashed" | "starred" | "sharedWithMe", Literal::Bool(_)) => &["=", "!="],
        ("visibility", Literal::Text(_)) => &["=", "!="],
        _ => &[],
    };
    operators.contains(&operator)
}
