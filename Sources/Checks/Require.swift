/// Stops the program with a message when a caller's mistake makes it impossible to go on: shapes that do not fit, an
/// index outside its range.
///
/// Unlike `precondition`, it prints the message in optimised builds too, and those are the ones people run.
///
/// - Parameters:
///   - condition: what must hold.
///   - message: what was expected and what was found, with the shapes.
@inlinable
public func require(
    _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID, line: UInt = #line
) {
    if !condition { fatalError(message(), file: file, line: line) }
}
