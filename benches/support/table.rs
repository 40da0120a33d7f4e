//! What is said in the end: a Markdown table.

use std::fmt::{self, Display, Formatter};

/// All that was measured.
#[derive(Default)]
pub struct Table(Vec<Row>);

/// One figure.
struct Row {
    what: String,
    figure: String,
    target: String,
    met: Option<bool>,
}

/// What a figure should be.
#[derive(Clone, Copy)]
pub enum Target {
    AtLeast(f64),
    AtMost(f64),
}

impl Target {
    fn is_met(self, figure: f64) -> bool {
        match self {
            Self::AtLeast(least) => figure >= least,
            Self::AtMost(most) => figure <= most,
        }
    }
}

/// How a figure is written.
#[derive(Clone, Copy)]
pub enum Unit {
    Times,
    Percent,
    Milliseconds,
    PerSecond,
    Mebibytes,
}

impl Unit {
    fn write(self, figure: f64) -> String {
        match self {
            Self::Times => format!("{figure:.2}×"),
            Self::Percent => format!("{:.1} %", figure * 100.0),
            Self::Milliseconds => format!("{:.2} ms", figure * 1000.0),
            Self::PerSecond => format!("{figure:.2}/s"),
            Self::Mebibytes => format!("{:.0} MiB", figure / f64::from(1 << 20)),
        }
    }
}

impl Table {
    /// Adds a figure without a target.
    pub fn figure(&mut self, what: impl Into<String>, figure: f64, unit: Unit) {
        self.add(what.into(), unit.write(figure), String::new(), None);
    }

    /// Adds a figure with a target.
    pub fn target(&mut self, what: impl Into<String>, figure: f64, unit: Unit, target: Target) {
        let written = match target {
            Target::AtLeast(least) => format!("≥ {}", unit.write(least)),
            Target::AtMost(most) => format!("≤ {}", unit.write(most)),
        };
        self.add(what.into(), unit.write(figure), written, Some(target.is_met(figure)));
    }

    /// Adds what is so or not.
    pub fn fact(&mut self, what: impl Into<String>, is_so: bool) {
        let figure = if is_so { "yes" } else { "no" };
        self.add(what.into(), figure.into(), "yes".into(), Some(is_so));
    }

    /// Adds what could not be measured here.
    pub fn missing(&mut self, what: impl Into<String>, why: &str) {
        self.add(what.into(), format!("not measured: {why}"), String::new(), None);
    }

    fn add(&mut self, what: String, figure: String, target: String, met: Option<bool>) {
        // Whoever waits for the table sees how it comes along.
        eprintln!("{what}: {figure}");
        self.0.push(Row { what, figure, target, met });
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        writeln!(f, "| what | figure | target | met |\n| --- | ---: | ---: | --- |")?;
        for Row { what, figure, target, met } in &self.0 {
            let met = met.map_or("", |met| if met { "yes" } else { "**no**" });
            writeln!(f, "| {what} | {figure} | {target} | {met} |")?;
        }
        Ok(())
    }
}

/// The middle one of some figures.
pub fn median(figures: impl IntoIterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.into_iter().collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
