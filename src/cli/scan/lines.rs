//! Lines of any input, with a longest length: memory does not grow with what is read.

use std::io::{self, BufRead, BufReader, Read};

/// The longest line, in bytes. No network's comment comes near it.
const MOST: usize = 1 << 20;

/// One line.
pub(in crate::cli) enum Line<'a> {
    /// Without its line end.
    Whole(&'a [u8]),
    /// Longer than anything that is a comment; skipped.
    TooLong,
}

/// Reads line by line, counting from 1.
pub(in crate::cli) struct Lines<R> {
    input: BufReader<R>,
    buffer: Vec<u8>,
    number: u64,
}

impl<R: Read> Lines<R> {
    pub(in crate::cli) fn new(input: R) -> Self {
        Self { input: BufReader::with_capacity(64 << 10, input), buffer: Vec::new(), number: 0 }
    }

    /// The next line with its number; `None` at the end.
    pub(in crate::cli) fn next(&mut self) -> io::Result<Option<(u64, Line<'_>)>> {
        self.buffer.clear();
        let mut length = 0;
        loop {
            let part = match self.input.fill_buf() {
                Ok(part) => part,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            if part.is_empty() {
                if length == 0 {
                    return Ok(None);
                }
                break;
            }
            let end = memchr::memchr(b'\n', part);
            let taken = end.map_or(part.len(), |end| end + 1);
            let room = MOST.saturating_sub(self.buffer.len());
            self.buffer.extend(part.iter().take(end.unwrap_or(taken)).take(room));
            length += taken;
            self.input.consume(taken);
            if end.is_some() {
                break;
            }
        }
        self.number += 1;
        // The line end may be two bytes more.
        if length > MOST + 2 {
            return Ok(Some((self.number, Line::TooLong)));
        }
        let line = self.buffer.strip_suffix(b"\r").unwrap_or(&self.buffer);
        let mark = if self.number == 1 { b"\xef\xbb\xbf".as_slice() } else { b"" };
        Ok(Some((self.number, Line::Whole(line.strip_prefix(mark).unwrap_or(line)))))
    }
}
