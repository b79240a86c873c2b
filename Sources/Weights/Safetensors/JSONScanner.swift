import Files

/// Walks over JSON text from left to right, strictly by RFC 8259, and builds nothing by itself.
///
/// A safetensors header, and the index of several files, need more than a decoder tells: duplicate names, the order of
/// names, and whether a number was written as an integer.
struct JSONScanner {
    private let file: String
    private let part: String
    private let text: [UInt8]
    private var position = 0

    /// A scanner of the JSON in `text`; `part`, "the header", and `file` are for messages.
    init(_ text: [UInt8], part: String, file: String) {
        self.text = text
        self.part = part
        self.file = file
    }

    /// Reads an object, and calls `member` with each name when its value is the next thing to read.
    mutating func object(_ member: (inout JSONScanner, String) throws -> Void) throws {
        try expect("{")
        guard !take("}") else { return }
        repeat {
            let name = try string()
            try expect(":")
            try member(&self, name)
        } while take(",")
        try expect("}")
    }

    /// Reads an array, and calls `element` when an element is the next thing to read.
    mutating func array(_ element: (inout JSONScanner) throws -> Void) throws {
        try expect("[")
        guard !take("]") else { return }
        repeat { try element(&self) } while take(",")
        try expect("]")
    }

    /// Reads a whole number from 0 to `Int.max`, written without fraction or exponent.
    mutating func wholeNumber() throws -> Int {
        skipSpace()
        let start = position
        let token = numberToken()
        guard let number = Int(token), token == String(number), number >= 0 else {
            position = start
            throw error(expected: "a whole number from 0 to \(Int.max)", found: token.isEmpty ? nil : token.inMessage)
        }
        return number
    }

    /// Reads a text.
    mutating func string() throws -> String {
        try expect("\"")
        var bytes: [UInt8] = []
        while let byte = next(), byte >= 0x20 {
            position += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let string = String(validating: bytes, as: UTF8.self) else {
                    throw error(expected: "text in UTF-8", found: "other bytes before it")
                }
                return string
            case UInt8(ascii: "\\"): bytes.append(contentsOf: try escaped().utf8)
            default: bytes.append(byte)
            }
        }
        throw error(expected: "the end of a text")
    }

    /// Reads any value and forgets it.
    mutating func skipValue(depth: Int = 0) throws {
        guard depth < 100 else { throw error(expected: "at most 100 levels of nesting", found: "more") }
        skipSpace()
        switch next() {
        case UInt8(ascii: "{"): try object { scanner, _ in try scanner.skipValue(depth: depth + 1) }
        case UInt8(ascii: "["): try array { scanner in try scanner.skipValue(depth: depth + 1) }
        case UInt8(ascii: "\""): _ = try string()
        default:
            guard !take("true"), !take("false"), !takeNull() else { return }
            let number = /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/
            guard numberToken().wholeMatch(of: number) != nil else { throw error(expected: "a value") }
        }
    }

    /// Goes past `null`, if that is what comes next.
    mutating func takeNull() -> Bool { take("null") }

    /// Checks that only white space is left.
    mutating func end() throws {
        skipSpace()
        guard position == text.count else { throw error(expected: "nothing after the closing brace") }
    }

    /// The text of a number; empty if none comes next.
    private mutating func numberToken() -> String {
        let token = text[position...].prefix { "+-.eE0123456789".utf8.contains($0) }
        position = token.endIndex
        return String(decoding: token, as: UTF8.self)
    }

    /// What the escape after a backslash stands for.
    private mutating func escaped() throws -> String {
        let letter = next()
        position += 1
        switch letter {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var units = [try hexadecimalUnit()]
            if UTF16.isLeadSurrogate(units[0]), text[position...].starts(with: "\\u".utf8) {
                position += 2
                units.append(try hexadecimalUnit())
            }
            if let string = String(validating: units, as: UTF16.self) { return string }
        default: break
        }
        position -= 1
        throw error(expected: "one of JSON's escapes")
    }

    private mutating func hexadecimalUnit() throws -> UInt16 {
        let digits = text[min(position, text.count)...].prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw error(expected: "four hexadecimal digits") }
        position += 4
        return unit
    }

    private func next() -> UInt8? { position < text.count ? text[position] : nil }

    private mutating func skipSpace() {
        while let byte = next(), " \t\n\r".utf8.contains(byte) { position += 1 }
    }

    /// Goes past white space and then `token`, if that comes next.
    private mutating func take(_ token: String) -> Bool {
        skipSpace()
        guard text[position...].starts(with: token.utf8) else { return false }
        position += token.utf8.count
        return true
    }

    private mutating func expect(_ token: String) throws {
        guard take(token) else { throw error(expected: "'\(token)'") }
    }

    private func error(expected: String, found: String? = nil) -> FileError {
        let next = text[min(position, text.count)...].prefix(16)
        let seen = next.isEmpty ? "its end" : "'\(String(decoding: next, as: UTF8.self).inMessage)'"
        return FileError(file, expected: "\(expected) at byte \(position) of \(part)", found: found ?? seen)
    }
}
