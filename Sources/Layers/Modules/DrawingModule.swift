import RandomNumbers

/// A module that draws random numbers while it runs. Whoever wants to repeat a run bit for bit keeps the generator.
package protocol DrawingModule: Module {
    /// What the next numbers come from.
    var generator: SeededGenerator { get set }
}
