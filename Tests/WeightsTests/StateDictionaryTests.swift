import Testing
import Weights

struct StateDictionaryTests {
    private let one = WeightArray([1], shape: [])
    private let two = WeightArray([2], shape: [])

    @Test func keepsTheOrderOfNames() {
        var state = StateDictionary()
        state["b"] = one
        state["a"] = one
        state["c"] = nil
        #expect(state.names == ["b", "a"] && state.count == 2)
        state["b"] = two
        #expect(state.names == ["b", "a"] && state["b"] == two && state["c"] == nil)
        state["b"] = nil
        #expect(state.names == ["a"] && state.count == 1 && state["b"] == nil)
        state["b"] = one
        #expect(state.names == ["a", "b"])
    }

    @Test func takesAPrefixOffEveryNameOrNone() {
        var state = StateDictionary()
        state.metadata = ["format": "pt"]
        state["module.b"] = one
        state["module.module.a"] = two
        let short = state.removingPrefix("module.")
        #expect(short.names == ["b", "module.a"] && short["module.a"] == two && short.metadata == state.metadata)
        #expect(short.removingPrefix("module.") == short)
    }
}
