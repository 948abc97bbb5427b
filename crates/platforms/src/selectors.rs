//! Every selector of a platform, and whether pages are long lists to it.

use crate::fields::Fields;
use crate::items::{Items, List};
use crate::platform::Platform;
use crate::source::{Place, Selector, Source};

impl Platform {
    /// Whether one of its pages is a list of elements, of which there may be thousands.
    pub fn lists_elements(&self) -> bool {
        self.lists().any(|list| matches!(list, List::Elements(_)))
    }

    /// The selectors and attributes of all its places.
    pub fn places(&self) -> Vec<&str> {
        let places = self.sources().flat_map(|source| words(&source.place));
        let lists = self.lists().filter_map(|list| match list {
            List::Elements(selector) => Some(selector),
            List::Json { block, .. } => block.as_ref(),
        });
        let lists = lists.map(|selector| selector.css.as_str());
        places.chain(lists).collect()
    }

    fn lists(&self) -> impl Iterator<Item = &List> {
        let items = self.ways().iter().filter_map(|way| way.items.as_ref());
        let discovered = self.discover().map(|discover| &discover.list);
        items.map(|items| &items.list).chain(discovered)
    }

    fn sources(&self) -> impl Iterator<Item = &Source> {
        let ways = self.ways().iter().flat_map(|way| {
            let items = way.items.iter().flat_map(of_items);
            of_fields(&way.fields).chain(items)
        });
        let discovered = self.discover().into_iter().flat_map(|discover| {
            [
                &discover.event,
                &discover.title,
                &discover.kind,
                &discover.start,
                &discover.end,
            ]
        });
        ways.chain(discovered.flatten())
    }
}

fn of_items(items: &Items) -> impl Iterator<Item = &Source> {
    items.name.iter().chain(of_fields(&items.fields))
}

fn of_fields(fields: &Fields) -> impl Iterator<Item = &Source> {
    fields.iter().map(|(_, source)| source)
}

fn words(place: &Place) -> impl Iterator<Item = &str> {
    let (selector, attribute) = match place {
        Place::Element { selector, attribute } => (selector.as_ref(), attribute.as_deref()),
        Place::Json { block, .. } => (block.as_ref(), None),
        Place::Text => (None, None),
    };
    selector
        .map(|Selector { css }| css.as_str())
        .into_iter()
        .chain(attribute)
}
