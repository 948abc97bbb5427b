//! scraper's tree with a limit to what it may hold.

use std::borrow::Cow;
use std::cell::{Cell, Ref};

use ego_tree::NodeId;
use html5ever::interface::ElementFlags;
use html5ever::tendril::StrTendril;
use html5ever::tree_builder::{NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, QualName};
use scraper::{Html, HtmlTreeSink, Node};

/// About what a tree may weigh, in bytes.
const MOST: usize = 48 * 1024 * 1024;
const NODE: usize = 256;
const ATTRIBUTE: usize = 96;
/// How many attributes later `<html>` and `<body>` tags may add: each is sorted in.
const MOST_ADDED: usize = 200;

/// scraper's tree; what the parser complains about is not kept.
pub(super) struct Tree {
    inner: HtmlTreeSink,
    weight: Cell<usize>,
    added: Cell<usize>,
}

impl Tree {
    /// A tree with room for so many nodes: moving them all whenever the room is too small costs a twentieth of the time.
    pub(super) fn with_room(nodes: usize) -> Self {
        let mut html = Html::new_document();
        html.tree = ego_tree::Tree::with_capacity(Node::Document, nodes.min(MOST / NODE));
        Self {
            inner: HtmlTreeSink::new(html),
            weight: Cell::new(0),
            added: Cell::new(0),
        }
    }

    /// Whether nothing more should be added.
    pub(super) fn is_full(&self) -> bool {
        self.weight.get() > MOST
    }

    fn grow(&self, weight: usize) {
        self.weight.set(self.weight.get() + weight);
    }

    /// Counts the text node that a text may become.
    fn grow_by_text(&self, child: &NodeOrText<NodeId>) {
        if let NodeOrText::AppendText(_) = child {
            self.grow(NODE / 2);
        }
    }
}

impl TreeSink for Tree {
    type Handle = NodeId;
    type Output = Html;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Html {
        self.inner.finish()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        self.inner.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        self.inner.elem_name(target)
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        self.grow(NODE + ATTRIBUTE * attributes.len());
        self.inner.create_element(name, attributes, flags)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.grow(NODE);
        self.inner.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.grow(NODE);
        self.inner.create_pi(target, data)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.grow_by_text(&child);
        self.inner.append(parent, child);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        self.grow_by_text(&child);
        self.inner.append_based_on_parent_node(element, previous, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.inner.append_doctype_to_document(name, public, system);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.inner.get_template_contents(target)
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        self.inner.same_node(one, other)
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &NodeId, node: NodeOrText<NodeId>) {
        self.grow_by_text(&node);
        self.inner.append_before_sibling(sibling, node);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        self.added.set(self.added.get() + attributes.len());
        if self.added.get() <= MOST_ADDED {
            self.inner.add_attrs_if_missing(target, attributes);
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.inner.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.inner.reparent_children(node, new_parent);
    }
}
