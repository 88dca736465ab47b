//! ONNX files of a few hundred bytes, written by hand: the messages and field numbers of `onnx.proto`.

/// What a model computes.
#[derive(Clone, Copy)]
pub(super) enum Graph {
    /// So much where the letter stands among the 512 numbers, else 0.1.
    Letter(char, f32),
    /// It never comes to an end.
    Endless,
    /// A float for each number of each comment: not what is asked for.
    EachNumber,
}

const FLOAT: u64 = 1;
const INT64: u64 = 7;
const BOOL: u64 = 9;

/// The bytes of a model.
pub(super) fn model(graph: Graph) -> Vec<u8> {
    let comments = value("comments", INT64, &[None, Some(512)]);
    let (nodes, output) = match graph {
        Graph::Letter(letter, most) => (letter_nodes(letter, most), value("score", FLOAT, &[None])),
        Graph::Endless => (endless_nodes(), value("score", FLOAT, &[None])),
        Graph::EachNumber => {
            let cast = node("Cast", &["comments"], &["score"], &[whole("to", FLOAT)]);
            (vec![cast], value("score", FLOAT, &[None, Some(512)]))
        }
    };
    let graph = graph_of(&nodes, &[comments], &[output]);
    let opset = field(8, &number(2, 13));
    [number(1, 8), opset, field(7, &graph)].concat()
}

fn letter_nodes(letter: char, most: f32) -> Vec<Vec<u8>> {
    vec![
        constant("letter", INT64, &i64::from(u32::from(letter)).to_le_bytes()),
        constant("more", FLOAT, &(most - 0.1).to_le_bytes()),
        constant("least", FLOAT, &0.1_f32.to_le_bytes()),
        node("Equal", &["comments", "letter"], &["same"], &[]),
        node("Cast", &["same"], &["ones"], &[whole("to", FLOAT)]),
        any("ones", "stands"),
        node("Mul", &["stands", "more"], &["lift"], &[]),
        node("Add", &["lift", "least"], &["score"], &[]),
    ]
}

fn endless_nodes() -> Vec<Vec<u8>> {
    let body = graph_of(
        &[
            node("Identity", &["go_on"], &["goes_on"], &[]),
            node("Add", &["carried", "carried"], &["carries"], &[]),
        ],
        &[value("turn", INT64, &[]), value("go_on", BOOL, &[]), value("carried", INT64, &[None, Some(512)])],
        &[value("goes_on", BOOL, &[]), value("carries", INT64, &[None, Some(512)])],
    );
    vec![
        constant("always", BOOL, &[1]),
        node("Loop", &["", "always", "comments"], &["looped"], &[attribute("body", 5, &field(6, &body))]),
        node("Cast", &["looped"], &["ones"], &[whole("to", FLOAT)]),
        any("ones", "score"),
    ]
}

/// The highest along the 512.
fn any(from: &str, to: &str) -> Vec<u8> {
    let axes = attribute("axes", 7, &number(8, 1));
    node("ReduceMax", &[from], &[to], &[axes, whole("keepdims", 0)])
}

fn graph_of(nodes: &[Vec<u8>], inputs: &[Vec<u8>], outputs: &[Vec<u8>]) -> Vec<u8> {
    [each(1, nodes), text(2, "made by a test"), each(11, inputs), each(12, outputs)].concat()
}

fn node(kind: &str, inputs: &[&str], outputs: &[&str], attributes: &[Vec<u8>]) -> Vec<u8> {
    let names = |at, names: &[&str]| names.iter().flat_map(|name| text(at, name)).collect::<Vec<u8>>();
    [names(1, inputs), names(2, outputs), text(4, kind), each(5, attributes)].concat()
}

/// A node that gives one number, as its little-endian bytes.
fn constant(name: &str, kind: u64, bytes: &[u8]) -> Vec<u8> {
    let tensor = [number(2, kind), field(9, bytes)].concat();
    node("Constant", &[], &[name], &[attribute("value", 4, &field(5, &tensor))])
}

fn attribute(name: &str, kind: u64, value: &[u8]) -> Vec<u8> {
    [&text(1, name), value, &number(20, kind)].concat()
}

fn whole(name: &str, value: u64) -> Vec<u8> {
    attribute(name, 2, &number(3, value))
}

/// An input or output; a dimension that is `None` is the batch.
fn value(name: &str, kind: u64, shape: &[Option<u64>]) -> Vec<u8> {
    let dimension = |long: &Option<u64>| long.map_or_else(|| text(2, "batch"), |long| number(1, long));
    let dimensions: Vec<Vec<u8>> = shape.iter().map(dimension).collect();
    let tensor = [number(1, kind), field(2, &each(1, &dimensions))].concat();
    [text(1, name), field(2, &field(1, &tensor))].concat()
}

fn each(at: u64, parts: &[Vec<u8>]) -> Vec<u8> {
    parts.iter().flat_map(|part| field(at, part)).collect()
}

fn text(at: u64, words: &str) -> Vec<u8> {
    field(at, words.as_bytes())
}

/// Something with a length: wire type 2.
fn field(at: u64, bytes: &[u8]) -> Vec<u8> {
    [&varint(at << 3 | 2), &varint(bytes.len() as u64), bytes].concat()
}

/// A whole number: wire type 0.
fn number(at: u64, value: u64) -> Vec<u8> {
    [varint(at << 3), varint(value)].concat()
}

fn varint(mut rest: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while rest > 0x7f {
        bytes.push(rest.to_le_bytes()[0] | 0x80);
        rest >>= 7;
    }
    bytes.push(rest.to_le_bytes()[0]);
    bytes
}
