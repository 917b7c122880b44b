//! Who acts towards whom: a directed network of codes, for Gephi, igraph and networkx.

use super::Form;
use super::rules::{Goldstein, Guide, QuadRule};
use super::told::{Told, dyads};
use super::words::xml;
use chancery_coding::Actor;
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The network, gathered until the end.
pub struct Network<'k> {
    guide: Guide<'k>,
    gexf: bool,
    /// Names by code; the first name met stands.
    nodes: BTreeMap<String, Node>,
    edges: BTreeMap<(String, String), Edge>,
}

struct Node {
    name: String,
    country: String,
    events: u64,
}

#[derive(Default)]
struct Edge {
    events: u64,
    goldstein: f64,
    quads: [u64; 5],
    first: Option<Date>,
    last: Option<Date>,
}

const QUADS: [&str; 5] = [
    "neutral",
    "verbal_cooperation",
    "material_cooperation",
    "verbal_conflict",
    "material_conflict",
];

impl<'k> Network<'k> {
    /// As GraphML.
    pub fn graphml(guide: Guide<'k>) -> Self {
        Self::new(guide, false)
    }

    /// As GEXF 1.2.
    pub fn gexf(guide: Guide<'k>) -> Self {
        Self::new(guide, true)
    }

    fn new(guide: Guide<'k>, gexf: bool) -> Self {
        let (nodes, edges) = (BTreeMap::new(), BTreeMap::new());
        Self {
            guide,
            gexf,
            nodes,
            edges,
        }
    }

    /// The name of a node: its code, or its words where it has none.
    fn node(&mut self, actor: &Actor) -> String {
        let id = actor.code.clone().unwrap_or_else(|| actor.name.clone());
        let head = id.split('.').next().unwrap_or_default();
        let country = actor.code.as_ref().and_then(|_| self.guide.country(head));
        let node = self.nodes.entry(id.clone()).or_insert_with(|| Node {
            name: match (country, id.split_once('.')) {
                (Some(country), None) => country.name.clone(),
                (Some(country), Some((_, sector))) => format!("{} {sector}", country.name),
                _ => actor.name.clone(),
            },
            country: country.map_or_else(String::new, |country| country.code.clone()),
            events: 0,
        });
        node.events += 1;
        id
    }
}

impl Form for Network<'_> {
    fn add(&mut self, told: &Told, _: &mut dyn Write) -> io::Result<usize> {
        let event = &told.event;
        let quad = usize::from(self.guide.quad(event, QuadRule::Gdelt)).min(4);
        let goldstein = self.guide.goldstein(event, Goldstein::Icews);
        let mut rows = 0;
        for pair in dyads(event) {
            let (Some(source), Some(target)) = pair else {
                continue;
            };
            let ends = (self.node(source), self.node(target));
            if ends.0 == ends.1 {
                continue;
            }
            let edge = self.edges.entry(ends).or_default();
            edge.events += 1;
            edge.goldstein += goldstein;
            edge.quads[quad] += 1;
            edge.first = [edge.first, event.time.start].into_iter().flatten().min();
            edge.last = [edge.last, event.time.end].into_iter().flatten().max();
            rows += 1;
        }
        Ok(rows)
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.gexf {
            self.write_gexf(out)
        } else {
            self.write_graphml(out)
        }
    }
}

/// Attributes of an edge: name, type in GraphML, value.
impl Edge {
    fn attributes(&self) -> Vec<(&'static str, &'static str, String)> {
        let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
        let mean = self.goldstein / self.events.max(1) as f64;
        let mut all = vec![
            ("weight", "double", self.events.to_string()),
            ("goldstein", "double", format!("{mean:.3}")),
            ("first", "string", day(self.first)),
            ("last", "string", day(self.last)),
        ];
        let quads = QUADS.iter().zip(self.quads);
        all.extend(quads.map(|(name, count)| (*name, "int", count.to_string())));
        all
    }
}

impl Node {
    fn attributes(&self) -> [(&'static str, &'static str, String); 3] {
        [
            ("label", "string", self.name.clone()),
            ("country", "string", self.country.clone()),
            ("events", "int", self.events.to_string()),
        ]
    }
}

impl Network<'_> {
    fn write_graphml(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
        writeln!(
            out,
            r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns">"#
        )?;
        let node = Node {
            name: String::new(),
            country: String::new(),
            events: 0,
        };
        for (name, kind, _) in node.attributes() {
            writeln!(
                out,
                r#"  <key id="n_{name}" for="node" attr.name="{name}" attr.type="{kind}"/>"#
            )?;
        }
        for (name, kind, _) in Edge::default().attributes() {
            writeln!(
                out,
                r#"  <key id="e_{name}" for="edge" attr.name="{name}" attr.type="{kind}"/>"#
            )?;
        }
        writeln!(out, r#"  <graph id="record" edgedefault="directed">"#)?;
        for (id, node) in &self.nodes {
            write!(out, r#"    <node id="{}">"#, xml(id))?;
            for (name, _, value) in node.attributes() {
                write!(out, r#"<data key="n_{name}">{}</data>"#, xml(&value))?;
            }
            writeln!(out, "</node>")?;
        }
        for ((source, target), edge) in &self.edges {
            write!(
                out,
                r#"    <edge source="{}" target="{}">"#,
                xml(source),
                xml(target)
            )?;
            for (name, _, value) in edge.attributes() {
                write!(out, r#"<data key="e_{name}">{}</data>"#, xml(&value))?;
            }
            writeln!(out, "</edge>")?;
        }
        writeln!(out, "  </graph>\n</graphml>")
    }

    fn write_gexf(&self, out: &mut dyn Write) -> io::Result<()> {
        // GEXF has label and weight of its own.
        let own = |name: &str| name == "label" || name == "weight";
        let kind = |kind: &'static str| if kind == "int" { "integer" } else { kind };
        writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
        writeln!(
            out,
            r#"<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">"#
        )?;
        writeln!(out, r#"  <graph defaultedgetype="directed" mode="static">"#)?;
        let node = Node {
            name: String::new(),
            country: String::new(),
            events: 0,
        };
        for (class, attributes) in [
            ("node", node.attributes().to_vec()),
            ("edge", Edge::default().attributes()),
        ] {
            writeln!(out, r#"    <attributes class="{class}">"#)?;
            for (name, type_name, _) in attributes.into_iter().filter(|(name, ..)| !own(name)) {
                writeln!(
                    out,
                    r#"      <attribute id="{name}" title="{name}" type="{}"/>"#,
                    kind(type_name)
                )?;
            }
            writeln!(out, "    </attributes>")?;
        }
        let values = |attributes: Vec<(&'static str, &'static str, String)>,
                      out: &mut dyn Write| {
            write!(out, "<attvalues>")?;
            for (name, _, value) in attributes.into_iter().filter(|(name, ..)| !own(name)) {
                write!(out, r#"<attvalue for="{name}" value="{}"/>"#, xml(&value))?;
            }
            write!(out, "</attvalues>")
        };
        writeln!(out, "    <nodes>")?;
        for (id, node) in &self.nodes {
            write!(
                out,
                r#"      <node id="{}" label="{}">"#,
                xml(id),
                xml(&node.name)
            )?;
            values(node.attributes().to_vec(), out)?;
            writeln!(out, "</node>")?;
        }
        writeln!(out, "    </nodes>\n    <edges>")?;
        for (number, ((source, target), edge)) in self.edges.iter().enumerate() {
            let (source, target, weight) = (xml(source), xml(target), edge.events);
            write!(
                out,
                r#"      <edge id="{number}" source="{source}" target="{target}" weight="{weight}">"#
            )?;
            values(edge.attributes(), out)?;
            writeln!(out, "</edge>")?;
        }
        writeln!(out, "    </edges>\n  </graph>\n</gexf>")
    }
}
