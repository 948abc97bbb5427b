//! What stands between the tokenizer and the tree builder and keeps the latter's work bounded.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use ego_tree::NodeId;
use html5ever::interface::Tracer;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeSink};
use html5ever::{LocalName, local_name};
use scraper::Html;

use super::tree::Tree;

/// How many elements may be open at once, formatting elements counted twice; browsers stop at 512.
const MOST_OPEN: usize = 600;
/// How many steps, most of them through open elements, a page may cost.
const MOST_STEPS: usize = 80_000_000;
/// What a token costs by itself.
const STEPS_PER_TOKEN: usize = 24;
/// After how many tags the open elements are counted again.
const TAGS_PER_COUNT: usize = 32;
/// A sink of tokens with a budget.
pub(super) struct Guard {
    builder: TreeBuilder<NodeId, Tree>,
    tags: Cell<usize>,
    open: Cell<usize>,
    steps: Cell<usize>,
    /// Start tags that were left out: as many end tags of the same name are left out too.
    flattened: RefCell<HashMap<LocalName, usize>>,
}

impl Guard {
    /// For a page of about so many elements and texts.
    pub(super) fn new(nodes: usize) -> Self {
        Self {
            builder: TreeBuilder::new(Tree::with_room(nodes), Default::default()),
            tags: Cell::new(0),
            open: Cell::new(0),
            steps: Cell::new(0),
            flattened: RefCell::default(),
        }
    }

    /// Whether the rest of the page is to be left out.
    pub(super) fn is_spent(&self) -> bool {
        self.steps.get() > MOST_STEPS || self.builder.sink.is_full()
    }

    pub(super) fn finish(self) -> Html {
        self.builder.sink.finish()
    }

    fn spend(&self, steps: usize) {
        self.steps.set(self.steps.get() + steps);
    }

    fn takes(&self, tag: &Tag) -> bool {
        if self.tags.get().is_multiple_of(TAGS_PER_COUNT) {
            let count = Count(Cell::new(0));
            self.builder.trace_handles(&count);
            self.open.set(count.0.get());
        }
        self.tags.set(self.tags.get() + 1);
        let comparisons = if !tag.attrs.is_empty() && is_formatting(&tag.name) {
            8 * tag.attrs.len()
        } else {
            0
        };
        self.spend(self.open.get() * (2 + comparisons));
        match tag.kind {
            TagKind::StartTag => self.takes_start(tag),
            TagKind::EndTag => self.takes_end(tag),
        }
    }

    fn takes_start(&self, tag: &Tag) -> bool {
        let is_taken = self.open.get() < MOST_OPEN || is_raw_text(&tag.name);
        if !is_taken {
            *self.flattened.borrow_mut().entry(tag.name.clone()).or_default() += 1;
        }
        is_taken
    }

    fn takes_end(&self, tag: &Tag) -> bool {
        match self.flattened.borrow_mut().get_mut(&tag.name) {
            Some(left_out) if *left_out > 0 => {
                *left_out -= 1;
                false
            }
            _ => true,
        }
    }
}

impl TokenSink for Guard {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        self.spend(STEPS_PER_TOKEN);
        let is_taken = match &token {
            Token::ParseError(_) => false,
            Token::EOFToken => true,
            _ if self.is_spent() => false,
            Token::TagToken(tag) => self.takes(tag),
            _ => true,
        };
        if is_taken {
            self.builder.process_token(token, line)
        } else {
            TokenSinkResult::Continue
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

struct Count(Cell<usize>);

impl Tracer for Count {
    type Handle = NodeId;

    fn trace_handle(&self, _: &NodeId) {
        self.0.set(self.0.get() + 1);
    }
}

/// Elements whose start tag changes how the text after it is read: they are never left out.
fn is_raw_text(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("script")
            | local_name!("style")
            | local_name!("title")
            | local_name!("textarea")
            | local_name!("noscript")
            | local_name!("iframe")
            | local_name!("xmp")
            | local_name!("noembed")
            | local_name!("noframes")
            | local_name!("plaintext")
    )
}

/// Formatting elements: each is compared with the open ones of its name, attribute by attribute.
fn is_formatting(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}
