/// A value that a pickle builds, as far as weights files need them.
///
/// Containers are places in the ``PickleReader``'s tables instead of references, so that a pickle can build neither
/// a cycle nor a nest deep enough to overflow the stack.
enum PickleValue {
    case none
    case bool(Bool)
    case integer(Int)
    case string(String)
    case tuple(Int)
    case list(Int)
    case dictionary(Int)
    case callable(TorchCallable)
    indirect case storage(TorchStorage)
    indirect case tensor(TorchTensor)
    /// Something that a weights file may hold but nothing here looks into, by what it is.
    case other(String)

    /// What the value is, for messages.
    var kind: String {
        switch self {
        case .none: "None"
        case .bool: "a truth value"
        case .integer: "an integer"
        case .string: "a text"
        case .tuple: "a tuple"
        case .list: "a list"
        case .dictionary: "a dictionary"
        case .callable: "a class or function"
        case .storage: "a storage"
        case .tensor: "a tensor"
        case .other(let kind): kind
        }
    }
}
