/// The instructions of Python's pickle machine (protocols 2 to 5) that `torch.save` emits for dictionaries, lists,
/// tuples, numbers, texts, bytes and tensors. The names are those of Python's `pickle` module.
enum PickleOpcode: UInt8 {
    // The frame around it all.
    case proto = 0x80
    case frame = 0x95
    case stop = 0x2E

    // The start of a row of values on the stack.
    case mark = 0x28

    // Numbers and constants.
    case none = 0x4E
    case newTrue = 0x88
    case newFalse = 0x89
    case binInt = 0x4A
    case binInt1 = 0x4B
    case binInt2 = 0x4D
    case long1 = 0x8A
    case long4 = 0x8B
    case binFloat = 0x47

    // Texts and bytes; the first two are what Python 2 wrote for its texts.
    case shortBinString = 0x55
    case binString = 0x54
    case shortBinUnicode = 0x8C
    case binUnicode = 0x58
    case binUnicode8 = 0x8D
    case shortBinBytes = 0x43
    case binBytes = 0x42
    case binBytes8 = 0x8E
    case byteArray8 = 0x96

    // Containers.
    case emptyTuple = 0x29
    case tuple1 = 0x85
    case tuple2 = 0x86
    case tuple3 = 0x87
    case tuple = 0x74
    case emptyList = 0x5D
    case append = 0x61
    case appends = 0x65
    case emptyDict = 0x7D
    case setItem = 0x73
    case setItems = 0x75

    // Values that come again.
    case binPut = 0x71
    case longBinPut = 0x72
    case memoize = 0x94
    case binGet = 0x68
    case longBinGet = 0x6A

    // Objects: a class or function by name, its call, its state, and what lies outside of the pickle.
    case global = 0x63
    case stackGlobal = 0x93
    case reduce = 0x52
    case build = 0x62
    case binPersID = 0x51
}
