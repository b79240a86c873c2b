import TrainingCore
import Wording

/// The arrays of a weights file, one a line with name, shape and type, and a line of totals below.
///
/// The columns are as wide as what stands in them, up to 80 characters together. A name that is longer pushes its own
/// line out instead of all of them.
func weightsTable(_ state: StateDictionary) -> String {
    let rows = state.names.compactMap { name in
        state[name].map { Row(name: printable(name), shape: text(of: $0.shape), type: $0.scalarType.rawValue) }
    }
    let heading = Row(name: "name", shape: "shape", type: "type")
    let all = [heading] + rows
    let shapeWidth = all.map(\.shape.count).max() ?? 0
    let typeWidth = all.map(\.type.count).max() ?? 0
    let nameWidth = min(all.map(\.name.count).max() ?? 0, 80 - typeWidth - shapeWidth - 4)
    let lines = all.map { padded($0.name, nameWidth + 2) + padded($0.shape, shapeWidth + 2) + $0.type }
    return (lines + ["", totals(state)]).joined(separator: "\n")
}

private struct Row {
    let name, shape, type: String
}

/// `64×3×7×7`; a single number has no shape.
private func text(of shape: [Int]) -> String {
    shape.isEmpty ? "scalar" : shape.map(String.init).joined(separator: "×")
}

private func totals(_ state: StateDictionary) -> String {
    let arrays = state.names.compactMap { state[$0] }
    let numbers = arrays.map(\.count).reduce(0, +)
    let bytes = arrays.map(\.bytes.count).reduce(0, +)
    return [counted(arrays.count, "array"), counted(numbers, "number"), counted(bytes, "byte")]
        .joined(separator: ", ")
}
