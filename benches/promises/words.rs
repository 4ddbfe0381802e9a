//! Plans with words of their own, the same ones in every run.

use super::Outcome;

/// The plan that is filled in.
const PLAN: &str = include_str!("plan.toml");

const WORDS: &str = "\
    people street market evening village school officer parish council survey meeting question answer \
    hall library station harbour farm road speed window garden bridge church club young older family \
    worker driver visitor tenant shop owner victim scam letter telephone website poster newsletter \
    alert drop-in surgery patrol visit talk listen write promise result month quarter year week \
    morning afternoon winter summer spring autumn park beach path footpath crossing bus train bicycle \
    lorry trailer sheep cattle hedge gate barn field lane corner square neighbour estate flat house \
    landlord partner charity volunteer youth pupil teacher nurse doctor pharmacy carer refuge shelter \
    kitchen cafe pub theatre museum festival fair stall show match team sergeant constable inspector \
    deputy rota radio camera light litter noise fire flood storm rescue safety trust worry fear hope \
    help advice warning report record priority problem cause plan action change reason purpose regular \
    open early local quiet busy small large clear honest useful known nearby shared careful steady \
    public private friendly practical";

/// Numbers that look random and are the same for the same seed (splitmix64).
#[derive(Debug, Clone)]
pub struct Dice {
    state: u64,
    words: Vec<&'static str>,
}

impl Dice {
    pub fn new(seed: u64) -> Self {
        Dice { state: seed, words: WORDS.split(' ').collect() }
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let limit = u64::try_from(limit.max(1)).unwrap_or(1);
        usize::try_from((mixed ^ (mixed >> 31)) % limit).unwrap_or_default()
    }

    fn word(&mut self) -> &'static str {
        let at = self.below(self.words.len());
        self.words[at]
    }

    /// So many words, the first with a capital.
    pub fn line(&mut self, words: usize) -> String {
        let words: Vec<&str> = (0..words).map(|_| self.word()).collect();
        let text = words.join(" ");
        text[..1].to_uppercase() + &text[1..]
    }

    /// So many words in sentences of 8 to 18.
    pub fn prose(&mut self, words: usize) -> String {
        let mut sentences = Vec::new();
        let mut left = words;
        while left > 0 {
            let long = (8 + self.below(11)).min(left);
            sentences.push(self.line(long) + ".");
            left -= long;
        }
        sentences.join(" ")
    }

    /// So many words in paragraphs of 60.
    pub fn paragraphs(&mut self, words: usize) -> String {
        let whole = words / 60;
        let mut paragraphs: Vec<String> = (0..whole).map(|_| self.prose(60)).collect();
        paragraphs.push(self.prose(words - whole * 60));
        paragraphs.join("\n\n").trim_end().to_owned()
    }

    fn id(&mut self) -> String {
        (0..6).map(|_| char::from(b"abcdefghijkmnpqrstuvwxyz23456789"[self.below(32)])).collect()
    }
}

/// A plan of an area, by its number, for the period that begins in December of a year.
pub fn plan(area: usize, year: i16, dice: &mut Dice) -> Outcome<String> {
    let mut text = String::new();
    let mut rest = PLAN;
    while let Some((before, after)) = rest.split_once('<') {
        let (asked, after) = after.split_once('>').ok_or("a bracket is open in plan.toml")?;
        text.push_str(before);
        text.push_str(&fill(asked, area, year, dice)?);
        rest = after;
    }
    text.push_str(rest);
    Ok(text)
}

fn fill(asked: &str, area: usize, year: i16, dice: &mut Dice) -> Outcome<String> {
    let (asked, words) = asked.split_once(' ').unwrap_or((asked, ""));
    Ok(match asked {
        "area" => area_id(area),
        "name" => area_name(area),
        "period" => period_id(year),
        "year" => year.to_string(),
        "next" => (year + 1).to_string(),
        "day" => format!("{:02}", 1 + dice.below(27)),
        "number" => (1_000 + dice.below(90_000)).to_string(),
        "id" => dice.id(),
        "line" => dice.line(words.parse()?),
        "prose" => dice.prose(words.parse()?),
        unknown => return Err(format!("plan.toml asks for “{unknown}”").into()),
    })
}

pub fn area_id(area: usize) -> String {
    format!("area-{area:04}")
}

pub fn area_name(area: usize) -> String {
    format!("Area {area:04}")
}

/// The period that begins in December of a year.
pub fn period_id(year: i16) -> String {
    format!("{year}-{:02}", (year + 1) % 100)
}
