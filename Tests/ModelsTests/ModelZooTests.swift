import Testing

@testable import Models

@Suite("Models by name")
struct ModelZooTests {
    @Test func aKnownNameMakesThatModel() throws {
        let model = try #require(try ModelZoo.make("densenet121", classes: 7) as? DenseNet)
        #expect(model.namedParameters.last?.element.shape == [7])
        #expect(Set(ModelZoo.names).count == ModelZoo.names.count)
    }

    @Test func anUnknownNameListsTheKnownOnes() {
        let error = #expect(throws: UnknownModel.self) { try ModelZoo.make("resnet19") }
        #expect(error?.description.hasPrefix("resnet19: no such model; there are resnet18, resnet34, ") == true)
    }
}
