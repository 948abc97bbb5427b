//! What came back, parsed as far as somebody asks.

use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use platforms::Platform;
use scraper::{Html, Selector};
use serde_json::Value;
use url::Url;

use crate::element;
use crate::error::FieldError;
use crate::json::{self, Nothing};

/// One answer to a request, or a saved file.
pub(crate) struct Answer<'a> {
    platform: &'a Platform,
    /// The whole answer.
    pub(crate) text: &'a str,
    /// Where it came from.
    pub(crate) address: Option<&'a Url>,
    html: OnceCell<Html>,
    json: OnceCell<Option<Value>>,
    /// A file has a dozen at most.
    selectors: RefCell<Vec<(String, Rc<Selector>)>>,
    blocks: RefCell<HashMap<String, Rc<Vec<Value>>>>,
}

impl<'a> Answer<'a> {
    /// Parses nothing yet.
    pub(crate) fn new(platform: &'a Platform, text: &'a str, address: Option<&'a Url>) -> Self {
        Self {
            platform,
            text,
            address,
            html: OnceCell::new(),
            json: OnceCell::new(),
            selectors: RefCell::default(),
            blocks: RefCell::default(),
        }
    }

    /// Whether it is a page rather than JSON.
    pub(crate) fn is_page(&self) -> bool {
        !self
            .text
            .trim_start_matches('\u{feff}')
            .trim_start()
            .starts_with(['{', '['])
    }

    /// The page; where the platform has long lists, without the attributes that no place of it is about.
    pub(crate) fn html(&self) -> &Html {
        self.html.get_or_init(|| {
            if self.platform.lists_elements() {
                extract::document_for(self.text, &self.platform.places())
            } else {
                extract::document(self.text)
            }
        })
    }

    /// The page with everything that people see.
    pub(crate) fn whole_page(&self) -> Cow<'_, Html> {
        if self.platform.lists_elements() {
            Cow::Owned(extract::document(self.text))
        } else {
            Cow::Borrowed(self.html())
        }
    }

    /// The answer as JSON.
    pub(crate) fn json(&self) -> Option<&Value> {
        let parse = || {
            let text = self.text.trim_start_matches('\u{feff}');
            (!self.is_page())
                .then(|| serde_json::from_str(text).ok())
                .flatten()
        };
        self.json.get_or_init(parse).as_ref()
    }

    /// A selector of the file, compiled once.
    pub(crate) fn selector(&self, css: &str) -> Result<Rc<Selector>, FieldError> {
        if let Some((_, known)) = self.selectors.borrow().iter().find(|(known, _)| known == css) {
            return Ok(Rc::clone(known));
        }
        let parsed = Selector::parse(css).map_err(|_| FieldError::BadSelector(css.to_owned()))?;
        let parsed = Rc::new(parsed);
        self.selectors
            .borrow_mut()
            .push((css.to_owned(), Rc::clone(&parsed)));
        Ok(parsed)
    }

    /// The JSON documents in the page's elements that a selector matches, parsed once.
    pub(crate) fn blocks(&self, css: &str) -> Result<Rc<Vec<Value>>, FieldError> {
        if let Some(known) = self.blocks.borrow().get(css) {
            return Ok(Rc::clone(known));
        }
        let selector = self.selector(css)?;
        let texts: Vec<String> = self.html().select(&selector).map(element::whole_text).collect();
        if texts.is_empty() {
            return Err(FieldError::NoMatch(format!("selector {css}")));
        }
        let blocks: Vec<Value> = texts.iter().flat_map(|text| json::documents(text)).collect();
        if blocks.is_empty() {
            return Err(self.shape(format!("{css} holds no JSON")));
        }
        let blocks = Rc::new(blocks);
        self.blocks
            .borrow_mut()
            .insert(css.to_owned(), Rc::clone(&blocks));
        Ok(blocks)
    }

    /// That the answer has not the shape that the file expects.
    pub(crate) fn shape(&self, what: String) -> FieldError {
        FieldError::Shape {
            platform: self.platform.name().to_string(),
            what,
        }
    }

    /// That the JSON has no such member, or that it says nothing.
    pub(crate) fn nothing(&self, what: Nothing) -> FieldError {
        let platform = self.platform.name().to_string();
        match what {
            Nothing::Missing(what) => FieldError::Missing { platform, what },
            Nothing::Null(what) => FieldError::Null { platform, what },
        }
    }
}
