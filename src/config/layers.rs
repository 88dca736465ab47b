//! Default, file, environment: laid over each other, and read strictly after each, so that a mistake
//! is told with the file or variable that made it. A value keeps the type that it was written with:
//! nothing turns `no` into 0 or `3.9` into 3.

use std::path::Path;

use toml::{Table, Value};

use super::Error;
use super::shape::Shape;

const DEFAULT: &str = include_str!("../../config/default.toml");
const PREFIX: &str = "ORDSTYRER__";

/// The variables of this process; one that is no UTF-8 is none of ours.
pub fn environment() -> impl Iterator<Item = (String, String)> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
}

/// The settings as they stand after all layers.
pub(super) fn read(
    file: Option<&Path>,
    environment: impl Iterator<Item = (String, String)>,
) -> Result<Shape, Error> {
    let mut whole = parse(DEFAULT, "config/default.toml")?;
    let mut shape = strictly(&whole, "config/default.toml")?;
    if let Some(path) = file {
        let text = std::fs::read_to_string(path)
            .map_err(|error| Error::File { path: path.to_owned(), why: error.kind().to_string() })?;
        let from = path.display().to_string();
        lay_over(&mut whole, parse(&text, &from)?);
        shape = strictly(&whole, &from)?;
    }
    let mut variables: Vec<_> = environment.filter(|(name, _)| name.starts_with(PREFIX)).collect();
    variables.sort();
    for (name, value) in variables {
        let from = format!("environment variable {name}");
        set(&mut whole, &name, value).map_err(|what| Error::Layer { from: from.clone(), what })?;
        shape = strictly(&whole, &from)?;
    }
    Ok(shape)
}

fn parse(text: &str, from: &str) -> Result<Table, Error> {
    text.parse().map_err(|error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        let what = format!("line {line}: {}", error.message().trim_end().replace('\n', ", "));
        Error::Layer { from: from.to_owned(), what }
    })
}

fn strictly(whole: &Table, from: &str) -> Result<Shape, Error> {
    let value = Value::Table(whole.clone());
    serde_path_to_error::deserialize::<_, Shape>(value).map_err(|error| {
        let what = format!("{}: {}", error.path(), error.inner().message().trim_end().replace('\n', ", "));
        Error::Layer { from: from.to_owned(), what }
    })
}

/// Tables grow together; everything else, lists too, is replaced.
fn lay_over(whole: &mut Table, layer: Table) {
    for (key, value) in layer {
        match (whole.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => lay_over(below, above),
            (_, value) => {
                whole.insert(key, value);
            }
        }
    }
}

/// Sets what `ORDSTYRER__WORKER__BATCH` names, in the type that the setting has already.
fn set(whole: &mut Table, name: &str, text: String) -> Result<(), String> {
    let path = name.strip_prefix(PREFIX).unwrap_or(name).to_lowercase();
    let keys: Vec<&str> = path.split("__").collect();
    let key = keys.join(".");
    let (last, groups) = keys.split_last().ok_or("names no setting")?;
    let mut group = whole;
    for name in groups {
        group = match group.get_mut(*name) {
            Some(Value::Table(inner)) => inner,
            _ => return Err(format!("there is no setting `{key}`")),
        };
    }
    let setting = group.get_mut(*last).ok_or_else(|| format!("there is no setting `{key}`"))?;
    *setting = match setting {
        _ if key == "organisations" => return Err("organisations stand in the file only".to_owned()),
        Value::String(_) => Value::String(text),
        Value::Integer(_) => Value::Integer(text.parse().map_err(|_| format!("`{key}` is a whole number"))?),
        Value::Boolean(_) => Value::Boolean(text.parse().map_err(|_| format!("`{key}` is true or false"))?),
        Value::Array(_) => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            Value::Array(items.map(|item| Value::String(item.to_owned())).collect())
        }
        Value::Table(_) | Value::Float(_) | Value::Datetime(_) => {
            return Err(format!("`{key}` is a group of settings"));
        }
    };
    Ok(())
}
