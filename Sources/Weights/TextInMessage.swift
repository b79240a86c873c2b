extension String {
    /// Text from a file, made fit for a message of one line: cut after 100 characters, without control characters.
    var inMessage: String {
        let start = unicodeScalars.prefix(100).map { scalar in
            scalar.properties.generalCategory == .control ? "?" : String(scalar)
        }
        return start.joined() + (unicodeScalars.dropFirst(100).isEmpty ? "" : "…")
    }
}
