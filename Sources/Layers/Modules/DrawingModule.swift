import RandomNumbers

/// A module that draws random numbers while it runs. Whoever wants to repeat a run bit for bit keeps the generator.
package protocol DrawingModule: Module {
    /// What the next numbers come from.
    var generator: SeededGenerator { get set }
}

extension Module {
    /// This module and those below that draw random numbers, in the order of their names.
    package var drawingModules: [any DrawingModule] { namedModules.compactMap { $0.element as? any DrawingModule } }
}
