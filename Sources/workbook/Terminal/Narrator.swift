import Foundation

/// Tells the person at the terminal what is going on.
struct Narrator {
    /// Whether to say nothing but results.
    let isQuiet: Bool

    func heading(_ text: String) {
        say("")
        say(Terminal.bold(text))
    }

    func say(_ text: String) {
        if !isQuiet { workbook.say(text) }
    }

    /// A bar for a job over `images` images; silent when quiet.
    func progress(_ label: String, images: Int) -> ProgressBar? {
        isQuiet ? nil : ProgressBar(label, total: images)
    }
}

/// The local date and time as a part of a file name: `2026-03-14-092653`.
func timestamp() -> String {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "yyyy-MM-dd-HHmmss"
    return formatter.string(from: Date())
}
