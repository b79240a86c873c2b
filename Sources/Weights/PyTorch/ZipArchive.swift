import CZip
import Files

/// A zip archive that lies in memory.
final class ZipArchive {
    private let archive: OpaquePointer
    private let file: String

    /// Opens the archive in `bytes`, which must stay in place as long as the archive is used; `file` is for messages.
    ///
    /// - Throws: `FileError` when it is no zip archive.
    init(_ bytes: UnsafeRawBufferPointer, file: String) throws {
        var error = zip_error_t()
        zip_error_init(&error)
        defer { zip_error_fini(&error) }
        let source = zip_source_buffer_create(bytes.baseAddress, UInt64(bytes.count), 0, &error)
        guard let source, let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
            zip_source_free(source)
            let reason = String(cString: zip_error_strerror(&error)).lowercased()
            throw FileError(file, expected: "a zip archive, as torch.save writes", found: "a damaged one (\(reason))")
        }
        self.archive = archive
        self.file = file
    }

    deinit { zip_discard(archive) }

    /// The names of all entries.
    var names: [String] {
        (0..<zip_get_num_entries(archive, 0)).compactMap { index in
            zip_get_name(archive, UInt64(index), 0).map { String(cString: $0) }
        }
    }

    /// How many bytes the entry called `name` has when it is unpacked, by its own account; nil if there is none.
    func byteCount(of name: String) -> UInt64? {
        var entry = zip_stat_t()
        guard zip_stat(archive, name, 0, &entry) == 0, entry.valid & UInt64(ZIP_STAT_SIZE) != 0 else { return nil }
        return entry.size
    }

    /// The contents of the entry called `name`.
    ///
    /// - Throws: `FileError` when there is no such entry, its size is not in `sizes` (nothing is read then), or it is
    ///   damaged.
    func contents(of name: String, sizes: ClosedRange<Int>) throws -> [UInt8] {
        let expected =
            sizes.lowerBound == sizes.upperBound
            ? "\(name.inMessage) of \(sizes.lowerBound) bytes"
            : "\(name.inMessage) of at most \(sizes.upperBound) bytes"
        guard let byteCount = byteCount(of: name), let count = Int(exactly: byteCount), sizes.contains(count) else {
            let found = byteCount(of: name).map { "\($0) bytes" } ?? "no such entry"
            throw FileError(file, expected: expected, found: found)
        }
        guard let entry = zip_fopen(archive, name, 0) else { throw damaged(name) }
        defer { zip_fclose(entry) }
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while initialized < count {
                let read = zip_fread(entry, buffer.baseAddress! + initialized, UInt64(count - initialized))
                guard read > 0 else { return }
                initialized += Int(read)
            }
        }
        // The checksum is compared when there is nothing more to read.
        var more: UInt8 = 0
        guard bytes.count == count, zip_fread(entry, &more, 1) == 0 else { throw damaged(name) }
        return bytes
    }

    private func damaged(_ name: String) -> FileError {
        FileError(
            file, expected: "\(name.inMessage) to be readable",
            found: "damage (a wrong length, a wrong or missing checksum, or an unknown compression)")
    }
}
