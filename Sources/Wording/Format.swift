import Foundation

/// `0.8425` as `84.2 %`.
public func percent(_ share: Double) -> String { fixed(100 * share, 1) + " %" }

/// A difference of shares in percentage points, with its sign: `+2.5`.
public func signedPoints(_ difference: Double) -> String {
    let points = fixed(100 * abs(difference), 1)
    return (difference < 0 && points != "0.0" ? "−" : "+") + points
}

/// A number with a fixed count of decimals.
public func fixed(_ number: Double, _ decimals: Int) -> String { String(format: "%.\(decimals)f", number) }

/// `4652008` as `4,652,008`.
public func grouped(_ number: Int) -> String {
    var digits = Array(String(number.magnitude))
    for position in stride(from: digits.count - 3, to: 0, by: -3) { digits.insert(",", at: position) }
    return (number < 0 ? "−" : "") + String(digits)
}

/// Text filled up with spaces to a column's width.
public func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.count, 1))
}

/// Text from a file without what would move the cursor or change a terminal's colours.
public func printable(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
}

/// `1 array`, `2 arrays`, `1,000 arrays`.
public func counted(_ count: Int, _ noun: String) -> String { "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")" }

/// The name of a value's type without its module: `Conv2d`.
public func typeName(_ value: Any) -> String { "\(type(of: value))" }

/// Text in lines of at most 80 characters, broken between words, each behind so many spaces.
public func wrapped(_ text: String, indent: Int = 0) -> String {
    var lines: [String] = []
    for word in text.split(separator: " ") {
        if let last = lines.last, indent + last.count + 1 + word.count <= 80 {
            lines[lines.count - 1] += " \(word)"
        } else {
            lines.append(String(word))
        }
    }
    return lines.map { String(repeating: " ", count: indent) + $0 }.joined(separator: "\n")
}

/// A number with two digits that count: `0.001`, `0.0013`, `3.2e-06`.
public func shortNumber(_ number: Double) -> String { String(format: "%.2g", number) }

/// A time in words: `40 s`, `12 min`, `2 h 05 min`.
public func duration(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    switch whole {
    case ..<90: return "\(whole) s"
    case ..<5400: return "\((whole + 30) / 60) min"
    default: return "\(whole / 3600) h \(String(format: "%02d", whole % 3600 / 60)) min"
    }
}

/// A range of numbers, such as `1 to 10`.
public func inWords<Number>(_ range: ClosedRange<Number>) -> String { "\(range.lowerBound) to \(range.upperBound)" }
