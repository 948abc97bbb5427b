//! Which entities may lie within each other: code holds nothing, styles split around it, links do not overlap.

use super::entity::{Entity, Kind};

const STYLES: [Kind; 5] = [
    Kind::Bold,
    Kind::Italic,
    Kind::Underline,
    Kind::Strikethrough,
    Kind::Spoiler,
];

/// Brings the entities a bot asked for into the form Telegram keeps.
pub(super) fn settle(mut asked: Vec<Entity>) -> Vec<Entity> {
    asked.sort_by_key(Entity::order);
    let code = apart(asked.iter().filter(|e| is_code(e.kind)), &[]);
    let quotes = apart(asked.iter().filter(|e| is_quote(e.kind)), &[]);
    let links = apart(asked.iter().filter(|e| is_link(e.kind)), &code);
    let mut settled: Vec<Entity> = STYLES
        .iter()
        .flat_map(|kind| style(*kind, &asked, &code))
        .collect();
    settled.extend(quotes);
    settled.extend(code);
    settled.extend(links);
    settled.sort_by_key(Entity::order);
    settled
}

/// Found entities that do not lie in code or in a link.
pub(super) fn outside_of_fixed(found: Vec<Entity>, settled: &[Entity]) -> Vec<Entity> {
    let fixed: Vec<&Entity> = settled
        .iter()
        .filter(|e| is_code(e.kind) || is_link(e.kind))
        .collect();
    found
        .into_iter()
        .filter(|entity| !fixed.iter().any(|other| other.meets(entity)))
        .collect()
}

fn is_code(kind: Kind) -> bool {
    matches!(kind, Kind::Pre | Kind::Code)
}

fn is_quote(kind: Kind) -> bool {
    matches!(kind, Kind::Blockquote | Kind::ExpandableBlockquote)
}

fn is_link(kind: Kind) -> bool {
    matches!(kind, Kind::TextLink | Kind::TextMention | Kind::CustomEmoji)
}

/// Keeps those that overlap neither each other nor `taken`; the first wins.
fn apart<'a>(candidates: impl Iterator<Item = &'a Entity>, taken: &[Entity]) -> Vec<Entity> {
    candidates.fold(Vec::new(), |mut kept, entity| {
        if !kept.iter().chain(taken).any(|other| other.meets(entity)) {
            kept.push(entity.clone());
        }
        kept
    })
}

/// All parts of one style as separate stretches, cut out where code is.
fn style(kind: Kind, asked: &[Entity], code: &[Entity]) -> Vec<Entity> {
    let mut stretches: Vec<(usize, usize)> = Vec::new();
    for entity in asked.iter().filter(|entity| entity.kind == kind) {
        match stretches.last_mut() {
            Some((_, end)) if entity.offset <= *end => *end = entity.end().max(*end),
            _ => stretches.push((entity.offset, entity.end())),
        }
    }
    let uncoded = code.iter().fold(stretches, |parts, hole| {
        parts.into_iter().flat_map(|part| without(part, hole)).collect()
    });
    uncoded
        .into_iter()
        .map(|(start, end)| Entity::new(kind, start, end))
        .collect()
}

fn without((start, end): (usize, usize), hole: &Entity) -> Vec<(usize, usize)> {
    [(start, end.min(hole.offset)), (start.max(hole.end()), end)]
        .into_iter()
        .filter(|(start, end)| start < end)
        .collect()
}
