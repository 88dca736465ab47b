//! The outside model as an ONNX file, run in this process by the ONNX Runtime library of the machine. The
//! library is found when it is needed and is no part of this program.
//!
//! The contract: one input, int64 `[batch, 512]`, the Unicode scalar values of the masked words, cut at 512
//! and filled up with zeros, so that no tokenizer is shared; one output, float32 `[batch]`, in 0..=1.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, PoisonError};
use std::time::Duration;

use ort::environment::Environment;
use ort::logging::LogLevel;
use ort::session::{RunOptions, Session};
use ort::value::{Outlet, Tensor, TensorElementType, ValueType};
use tracing::warn;

use super::contract::Error;
use crate::model::{KeptText, Language};

/// Scalar values of one comment.
const LONGEST: usize = 512;

/// The library allows one environment in the life of a process.
static RUNTIME: std::sync::Mutex<Option<Environment>> = std::sync::Mutex::new(None);

/// The model and what runs it, as files of this machine.
#[derive(Clone, Debug)]
pub(super) struct Files {
    model: PathBuf,
    library: PathBuf,
}

/// A model that was loaded, or shall be at the next call.
pub(super) struct Onnx {
    files: Files,
    deadline: Duration,
    session: Arc<tokio::sync::Mutex<Option<Session>>>,
}

impl Files {
    pub(super) fn of(model: &Path, library: &Path) -> Self {
        Self { model: model.to_owned(), library: library.to_owned() }
    }

    /// Loads both. The error is a sentence.
    pub(super) fn load(&self) -> Result<Session, String> {
        let runtime = runtime(&self.library)?;
        let session = self.session(&runtime).map_err(|error| format!("model.onnx does not load: {error}"))?;
        let ([input], [output]) = (session.inputs(), session.outputs()) else {
            return Err("model.onnx has not one input and one output".to_owned());
        };
        if !is_tensor(input, TensorElementType::Int64, 2) || !is_tensor(output, TensorElementType::Float32, 1)
        {
            return Err("model.onnx does not make float32 [batch] of int64 [batch, 512]".to_owned());
        }
        Ok(session)
    }

    fn session(&self, runtime: &Environment) -> ort::Result<Session> {
        // One thread: the rest of the machine finds leaks. And its own log may quote a letter of a comment.
        Session::builder(runtime)?
            .with_intra_threads(1)?
            .with_inter_threads(1)?
            .with_log_level(LogLevel::Fatal)?
            .commit_from_file(&self.model)
    }
}

fn runtime(library: &Path) -> Result<Environment, String> {
    let failed = |error: &dyn std::fmt::Display| format!("model.onnx_runtime does not load: {error}");
    let mut runtime = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(runtime) = &*runtime {
        return Ok(runtime.clone());
    }
    let made = ort::init_from(library).map_err(|error| failed(&error))?.with_telemetry(false);
    let made = made.build().map_err(|error| failed(&error))?;
    Ok(runtime.insert(made).clone())
}

/// The batch must be free; a second dimension is 512 or free.
fn is_tensor(outlet: &Outlet, wanted: TensorElementType, dimensions: usize) -> bool {
    let ValueType::Tensor { ty, shape, .. } = outlet.dtype() else { return false };
    let second = shape.get(1).is_none_or(|&long| long == -1 || usize::try_from(long) == Ok(LONGEST));
    *ty == wanted && shape.len() == dimensions && shape.first() == Some(&-1) && second
}

impl Onnx {
    /// Loads the model. One that does not load is lost, as a service that does not answer is, and is tried
    /// again at the next call: nobody's leak stays in public because a model is missing.
    pub(super) fn new(files: Files, deadline: Duration) -> Self {
        let session = files.load().inspect_err(|cause| warn!(cause, "the outside model is not there")).ok();
        Self { files, deadline, session: Arc::new(tokio::sync::Mutex::new(session)) }
    }

    /// A number for each comment, not looked at yet. Never longer than the deadline, and never more than
    /// one run at a time: one that hangs holds one thread and no other.
    pub(super) async fn scores(&self, comments: &[(KeptText, Language)]) -> Result<Vec<f32>, Error> {
        let numbers: Vec<i64> = comments.iter().flat_map(|(text, _)| numbers(text)).collect();
        let run = Awaited(Arc::default());
        let work = async {
            let mut session = Arc::clone(&self.session).lock_owned().await;
            let (files, run) = (self.files.clone(), Arc::clone(&run.0));
            let work = move || {
                // Taken out: a session that panics is not used again.
                let mut loaded = match session.take() {
                    Some(loaded) => loaded,
                    None => files.load().map_err(|cause| {
                        warn!(cause, "the outside model is not there");
                        Error::Unreachable("the model file does not load")
                    })?,
                };
                let scores = run.scores(&mut loaded, numbers);
                *session = Some(loaded);
                scores.map_err(|_| Error::Broken("the model file failed"))
            };
            tokio::task::spawn_blocking(work).await.map_err(|_| Error::Broken("the model file broke down"))?
        };
        tokio::time::timeout(self.deadline, work)
            .await
            .unwrap_or(Err(Error::Unreachable("the model file was late")))
    }
}

fn numbers(text: &KeptText) -> impl Iterator<Item = i64> {
    text.expose().chars().map(|letter| i64::from(u32::from(letter))).chain(std::iter::repeat(0)).take(LONGEST)
}

/// One run, which another thread can end.
#[derive(Default)]
struct Run {
    options: OnceLock<RunOptions>,
    is_left: AtomicBool,
}

/// Ends its run when nobody waits for it any more.
struct Awaited(Arc<Run>);

impl Run {
    fn scores(&self, session: &mut Session, numbers: Vec<i64>) -> ort::Result<Vec<f32>> {
        let made = RunOptions::new()?;
        let options = self.options.get_or_init(|| made);
        // It was late before it began: whoever left could not end it yet.
        if self.is_left.load(Ordering::SeqCst) {
            options.terminate()?;
        }
        let input = Tensor::from_array(([numbers.len() / LONGEST, LONGEST], numbers))?;
        let outputs = session.run_with_options(ort::inputs![input], options)?;
        Ok(outputs[0].try_extract_tensor::<f32>()?.1.to_vec())
    }
}

impl Drop for Awaited {
    fn drop(&mut self) {
        self.0.is_left.store(true, Ordering::SeqCst);
        if self.0.options.get().is_some_and(|options| options.terminate().is_err()) {
            warn!("a run of the outside model could not be ended");
        }
    }
}
