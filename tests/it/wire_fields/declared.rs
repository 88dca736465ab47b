//! What the source reads of the wire: the fields of everything that is deserialised, and the names by
//! which values are looked up by hand.

use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// One field that is read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Declared {
    pub(super) network: String,
    pub(super) structure: String,
    /// As it stands on the wire.
    pub(super) field: String,
    /// Its type takes whatever comes: a JSON value or a map.
    pub(super) is_whole: bool,
    /// Its type is a plain value: a text, a number.
    pub(super) is_plain: bool,
}

/// What names looked up in a value stand under.
pub(super) const BY_HAND: &str = "by hand";
/// Methods that look a name up.
const LOOKS: [&str; 8] =
    ["get", "get_mut", "get_all", "contains_key", "pointer", "pointer_mut", "remove", "get_key_value"];

/// Everything below `src/platform` and `src/hook`.
pub(super) fn house() -> Vec<Declared> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut declared = Vec::new();
    for room in ["platform", "hook"] {
        let mut files = Vec::new();
        list(&root.join(room), &mut files);
        list_one(&root.join(room).with_extension("rs"), &mut files);
        for file in files {
            let text = fs::read_to_string(&file).expect("it can be read");
            let name = network(file.strip_prefix(&root).expect("it is below src"));
            declared.extend(of(&name, &text).unwrap_or_else(|error| panic!("{}: {error}", file.display())));
        }
    }
    declared.sort();
    declared.dedup();
    declared
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("it can be listed").path();
        if path.is_dir() {
            list(&path, files);
        } else {
            list_one(&path, files);
        }
    }
}

fn list_one(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_file() && path.extension().is_some_and(|ending| ending == "rs") {
        files.push(path.to_owned());
    }
}

/// A folder or file below `platform` is a network's; what stands beside the networks is shared.
fn network(file: &Path) -> String {
    let parts: Vec<&str> = file.iter().filter_map(|part| part.to_str()).collect();
    match parts.as_slice() {
        ["platform", file] => {
            let name = file.trim_end_matches(".rs");
            let is_network = ordstyrer::platform::networks().contains(&name);
            if is_network { name } else { "shared" }.to_owned()
        }
        ["platform", folder, ..] => (*folder).to_owned(),
        [room, ..] => room.trim_end_matches(".rs").to_owned(),
        [] => String::new(),
    }
}

/// What one source text reads.
pub(super) fn of(network: &str, source: &str) -> Result<Vec<Declared>, String> {
    let file = syn::parse_file(source).map_err(|error| error.to_string())?;
    let mut reader = Reader { network, declared: Vec::new(), faults: Vec::new(), by_hand: Vec::new() };
    reader.visit_file(&file);
    if reader.faults.is_empty() { Ok(reader.declared) } else { Err(reader.faults.join("; ")) }
}

struct Reader<'a> {
    network: &'a str,
    declared: Vec<Declared>,
    faults: Vec<String>,
    /// What is being read by hand where we are: the names that it is matched against are its fields.
    by_hand: Vec<String>,
}

impl Reader<'_> {
    fn note(&mut self, structure: &str, field: &str, kind: Option<&syn::Type>) {
        let mut names = Names::default();
        if let Some(kind) = kind {
            names.visit_type(kind);
        }
        let any = |known: &[&str]| names.0.iter().any(|name| known.contains(&name.as_str()));
        self.declared.push(Declared {
            network: self.network.to_owned(),
            structure: structure.to_owned(),
            field: field.to_owned(),
            is_whole: any(&["Value", "Map", "RawValue", "HashMap", "BTreeMap", "Table"]),
            is_plain: any(&[
                "String", "str", "u64", "i64", "u32", "u16", "usize", "bool", "f64", "Stamp", "Id",
            ]),
        });
    }

    fn fields(&mut self, structure: &str, before: &str, all: &syn::Fields, rename: Rename) {
        for (number, field) in all.iter().enumerate() {
            let serde = Serde::of(&field.attrs, &mut self.faults);
            if serde.is_skipped {
                continue;
            }
            let own =
                field.ident.as_ref().map_or_else(|| number.to_string(), |name| rename.field(&bare(name)));
            let name = serde.name.clone().unwrap_or(own);
            for name in std::iter::once(name).chain(serde.alias) {
                self.note(structure, &format!("{before}{name}"), Some(&field.ty));
            }
        }
    }
}

fn bare(name: &syn::Ident) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        if is_read(&item.attrs) {
            let serde = Serde::of(&item.attrs, &mut self.faults);
            self.fields(&item.ident.to_string(), "", &item.fields, serde.all);
        }
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        if is_read(&item.attrs) {
            let whole = Serde::of(&item.attrs, &mut self.faults);
            let structure = item.ident.to_string();
            if let Some(tag) = &whole.tag {
                self.note(&structure, tag, None);
            }
            for variant in &item.variants {
                let serde = Serde::of(&variant.attrs, &mut self.faults);
                if serde.is_skipped {
                    continue;
                }
                let name = serde.name.clone().unwrap_or_else(|| whole.all.variant(&bare(&variant.ident)));
                for alias in &serde.alias {
                    self.note(&structure, alias, None);
                }
                match &variant.fields {
                    syn::Fields::Unit => self.note(&structure, &name, None),
                    fields => self.fields(&structure, &format!("{name}."), fields, serde.all),
                }
            }
        }
        visit::visit_item_enum(self, item);
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let of_trait = item.trait_.as_ref().and_then(|(path, _)| path.segments.last());
        let read = ["Deserialize", "DeserializeSeed", "Visitor"];
        if of_trait.is_some_and(|name| read.iter().any(|read| name.ident == read)) {
            let mut names = Names::default();
            names.visit_type(&item.self_ty);
            let structure = names.0.first().cloned().unwrap_or_default();
            self.note(&structure, BY_HAND, None);
            self.by_hand.push(structure);
            visit::visit_item_impl(self, item);
            self.by_hand.pop();
        } else {
            visit::visit_item_impl(self, item);
        }
    }

    fn visit_pat(&mut self, pattern: &'ast syn::Pat) {
        if let (syn::Pat::Lit(syn::PatLit { lit: syn::Lit::Str(name), .. }), Some(structure)) =
            (pattern, self.by_hand.last().cloned())
        {
            self.note(&structure, &name.value(), None);
        }
        visit::visit_pat(self, pattern);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if LOOKS.iter().any(|looks| call.method == looks)
            && let Some(name) = call.args.first().and_then(text)
        {
            self.note(BY_HAND, &name, None);
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_index(&mut self, index: &'ast syn::ExprIndex) {
        if let Some(name) = text(&index.index) {
            self.note(BY_HAND, &name, None);
        }
        visit::visit_expr_index(self, index);
    }
}

fn text(expression: &syn::Expr) -> Option<String> {
    match expression {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
        syn::Expr::Reference(reference) => text(&reference.expr),
        _ => None,
    }
}

fn is_read(attributes: &[syn::Attribute]) -> bool {
    let derives = attributes.iter().filter(|attribute| attribute.path().is_ident("derive"));
    let mut names = Names::default();
    for derive in derives {
        let paths = derive
            .parse_args_with(syn::punctuated::Punctuated::<syn::Path, syn::Token![,]>::parse_terminated);
        for path in paths.iter().flatten() {
            names.visit_path(path);
        }
    }
    names.0.iter().any(|name| name == "Deserialize")
}

/// Every name in a type or path.
#[derive(Default)]
struct Names(Vec<String>);

impl<'ast> Visit<'ast> for Names {
    fn visit_path_segment(&mut self, segment: &'ast syn::PathSegment) {
        self.0.push(segment.ident.to_string());
        visit::visit_path_segment(self, segment);
    }
}

/// What `#[serde(…)]` says of a structure, a variant or a field.
#[derive(Default)]
struct Serde {
    name: Option<String>,
    alias: Vec<String>,
    all: Rename,
    tag: Option<String>,
    is_skipped: bool,
}

impl Serde {
    fn of(attributes: &[syn::Attribute], faults: &mut Vec<String>) -> Self {
        let mut serde = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            let read = attribute.parse_nested_meta(|meta| {
                let said = |meta: &syn::meta::ParseNestedMeta<'_>| {
                    meta.value()?.parse::<syn::LitStr>().map(|text| text.value())
                };
                let key = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
                match key.as_str() {
                    "rename" if meta.input.peek(syn::token::Paren) => {
                        return Err(meta.error("a rename for one direction is not understood"));
                    }
                    "rename" => serde.name = Some(said(&meta)?),
                    "alias" => serde.alias.push(said(&meta)?),
                    "rename_all" => {
                        serde.all = Rename::of(&said(&meta)?).ok_or(meta.error("a new way to rename"))?;
                    }
                    "tag" | "content" => serde.tag = Some(said(&meta)?),
                    "skip" | "skip_deserializing" => serde.is_skipped = true,
                    // A structure that is laid out flat stands here by itself.
                    "flatten" | "untagged" | "transparent" | "other" | "deny_unknown_fields" => {}
                    "default" | "borrow" | "deserialize_with" | "with" | "bound" | "skip_serializing_if" => {
                        if meta.input.peek(syn::Token![=]) {
                            said(&meta)?;
                        } else if meta.input.peek(syn::token::Paren) {
                            meta.parse_nested_meta(|inner| inner.value()?.parse::<syn::LitStr>().map(drop))?;
                        }
                    }
                    other => return Err(meta.error(format!("serde({other}) is not understood here"))),
                }
                Ok(())
            });
            faults.extend(read.err().map(|error| error.to_string()));
        }
        serde
    }
}

/// How the names of a structure are written on the wire.
#[derive(Clone, Copy, Default)]
enum Rename {
    #[default]
    Not,
    Camel,
    Snake,
    Lower,
    ScreamingSnake,
}

impl Rename {
    fn of(text: &str) -> Option<Self> {
        Some(match text {
            "camelCase" => Self::Camel,
            "snake_case" => Self::Snake,
            "lowercase" => Self::Lower,
            "SCREAMING_SNAKE_CASE" => Self::ScreamingSnake,
            _ => return None,
        })
    }

    fn field(self, name: &str) -> String {
        match self {
            Self::Not | Self::Snake | Self::Lower => name.to_owned(),
            Self::ScreamingSnake => name.to_uppercase(),
            Self::Camel => {
                let mut words = name.split('_');
                let first = words.next().unwrap_or_default().to_owned();
                words.fold(first, |name, word| name + &capital(word))
            }
        }
    }

    fn variant(self, name: &str) -> String {
        let snake = name.char_indices().fold(String::new(), |mut snake, (at, sign)| {
            if sign.is_uppercase() && at > 0 {
                snake.push('_');
            }
            snake.extend(sign.to_lowercase());
            snake
        });
        match self {
            Self::Not => name.to_owned(),
            Self::Lower => name.to_lowercase(),
            Self::Snake => snake,
            Self::ScreamingSnake => snake.to_uppercase(),
            Self::Camel => Self::Camel.field(&snake),
        }
    }
}

fn capital(word: &str) -> String {
    let mut signs = word.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}
