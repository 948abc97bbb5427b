//! What the bot costs: start, memory, CPU and updates a second of the release build on one core.
//!
//! It starts bot-service beside a stand-in of Telegram and Google in this program, on
//! a core of its own, and sends it `/list` in a chat of 20 trackings. It ends with 1 where a goal is missed.

mod bot;
mod cloud;
mod cores;
mod load;

use std::time::{Duration, Instant};

use anyhow::ensure;
use e2e::program;

use bot::Bot;
use load::Person;

/// Starts of which the median counts.
const STARTS: usize = 20;
/// What is sent before it counts: the first updates make connections and fetch the token.
const WARMING: usize = 50;
/// Rows of updates, of whose CPU the median counts.
const ROWS: usize = 20;
/// The updates in one.
const UPDATES: usize = 100;
/// Persons who write at the same time.
const PERSONS: usize = 32;
/// So long they do.
const BUSY: Duration = Duration::from_secs(5);

/// What is measured, and what it may be at most.
struct Figure {
    name: &'static str,
    value: f64,
    highest: f64,
    goal: Option<f64>,
}

/// Measures, prints, and says whether a goal was missed.
pub(crate) fn run() -> anyhow::Result<()> {
    let binary = program("bot-service")?;
    let core = cores::keep_one_free()?;
    let cloud = cloud::start()?;
    let start = || Bot::start(&binary, &cloud, core);

    let mut starts = Vec::new();
    let mut memory = Vec::new();
    for _ in 0..STARTS {
        let began = Instant::now();
        let bot = start()?;
        bot.first_list()?;
        starts.push(began.elapsed().as_secs_f64() * 1e3);
        memory.push(bot.memory()?);
    }

    let bot = start()?;
    bot.first_list()?;
    let mut person = Person::meet(&bot)?;
    person.list(WARMING)?;
    let per_list = (0..ROWS)
        .map(|_| cpu_of(&bot, UPDATES, || person.list(UPDATES)))
        .collect::<anyhow::Result<_>>()?;
    let updates = load::at_once(&bot, PERSONS, BUSY)?;
    let figures = [
        Figure::of("exec to first answer, ms", starts, Some(25.0)),
        Figure::of("idle memory, MB", memory, Some(12.0)),
        Figure::of("CPU of a /list, ms", per_list, Some(0.5)),
        Figure::of("updates a second", vec![updates], None),
        Figure::of("memory after all, MB", vec![bot.memory()?], None),
    ];
    report(&figures);
    let missed = figures.iter().filter(|figure| figure.is_missed()).count();
    ensure!(missed == 0, "{missed} of the goals missed");
    Ok(())
}

/// Milliseconds of CPU for each of some updates.
fn cpu_of(bot: &Bot, updates: usize, send: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<f64> {
    let before = bot.cpu()?;
    send()?;
    let spent = bot.cpu()?.saturating_sub(before);
    Ok(spent.as_secs_f64() * 1e3 / updates as f64)
}

impl Figure {
    fn of(name: &'static str, mut values: Vec<f64>, goal: Option<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        Self {
            name,
            value: values.get(values.len() / 2).copied().unwrap_or_default(),
            highest: values.last().copied().unwrap_or_default(),
            goal,
        }
    }

    fn is_missed(&self) -> bool {
        self.goal.is_some_and(|goal| self.value > goal)
    }
}

fn report(figures: &[Figure]) {
    println!(
        "bot-service on one core, {STARTS} starts, /list of {} trackings",
        cloud::TRACKINGS
    );
    println!("{:26} {:>8} {:>8} {:>8}", "", "median", "highest", "goal");
    for figure in figures {
        let goal = figure.goal.map(|goal| goal.to_string()).unwrap_or_default();
        let missed = if figure.is_missed() { "  missed" } else { "" };
        let Figure {
            name, value, highest, ..
        } = figure;
        println!("{name:26} {value:8.2} {highest:8.2} {goal:>8}{missed}");
    }
}
