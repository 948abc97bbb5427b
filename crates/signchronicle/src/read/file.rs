//! A saved page.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, bail};
use fetch::Limits;
use flate2::bufread::MultiGzDecoder;

const GZIP: &[u8] = &[0x1f, 0x8b];

/// The page as text, unpacked if need be; its charset is that of its mark or its `<meta>`.
pub(super) fn text(path: &Path) -> anyhow::Result<String> {
    let unreadable = || format!("the file {} cannot be read", path.display());
    let mut file = BufReader::new(File::open(path).with_context(unreadable)?);
    let packed = file.fill_buf().with_context(unreadable)?.starts_with(GZIP);
    let bytes = if packed {
        bounded(MultiGzDecoder::new(file))
    } else {
        bounded(file)
    };
    Ok(fetch::decode(bytes.with_context(unreadable)?, None))
}

fn bounded(from: impl Read) -> anyhow::Result<Vec<u8>> {
    let most = Limits::default().bytes;
    let mut bytes = Vec::new();
    from.take(most as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > most {
        bail!("it is larger than {} MB", most / 1_000_000);
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn saved(bytes: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_page_is_read_in_its_charset_packed_or_not() {
        let mut korean = b"<meta charset=euc-kr>".to_vec();
        korean.extend([0xb0, 0xa1]);
        for (bytes, expected) in [
            ("가 plain".as_bytes().to_vec(), "가 plain"),
            (packed("가 packed".as_bytes()), "가 packed"),
            (korean.clone(), "<meta charset=euc-kr>가"),
            (packed(&korean), "<meta charset=euc-kr>가"),
            (b"\xff\xfe\x00\xac".to_vec(), "가"),
            (Vec::new(), ""),
        ] {
            assert_eq!(text(saved(&bytes).path()).unwrap(), expected);
        }
    }

    #[test]
    fn a_file_that_is_too_large_is_refused_also_where_it_is_small_when_packed() {
        let large = vec![b' '; Limits::default().bytes + 1];
        for bytes in [packed(&large), large] {
            let error = format!("{:#}", text(saved(&bytes).path()).unwrap_err());
            assert!(
                error.ends_with("cannot be read: it is larger than 10 MB"),
                "{error}"
            );
        }
    }

    #[test]
    fn what_is_no_file_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let error = format!("{:#}", text(folder.path()).unwrap_err());
        assert!(error.contains("cannot be read: Is a directory"), "{error}");
    }
}
