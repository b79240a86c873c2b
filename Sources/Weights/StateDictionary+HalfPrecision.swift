extension StateDictionary {
    /// The same arrays with single precision rounded to half: half the size, three digits. Other types stay.
    public func inHalfPrecision() -> StateDictionary {
        var result = self
        for name in names {
            if let array = self[name], array.scalarType == .float32 { result[name] = array.converted(to: .float16) }
        }
        return result
    }
}
