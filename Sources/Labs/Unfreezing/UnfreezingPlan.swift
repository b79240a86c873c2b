import TrainingCore

/// A way to fine-tune a network block by block, or not.
struct UnfreezingPlan: Sendable {
    /// When what learns.
    enum Order: Sendable {
        /// The head alone, to the end.
        case headOnly
        /// All groups from the first epoch on.
        case everything
        /// From the head down, one group more each epoch.
        case gradual
        /// fastai's `fineTune`: the head for one epoch, then all groups.
        case twoPhases
    }

    /// The row in the table.
    let name: String
    let order: Order
    /// The rates of the groups for a rate of the head; fastai's recipe has its own.
    let rates: @Sendable (_ head: Float) -> LayerRates

    private init(_ name: String, _ order: Order, rates: @escaping @Sendable (Float) -> LayerRates) {
        self.name = name
        self.order = order
        self.rates = rates
    }

    static let headOnly = UnfreezingPlan("head only", .headOnly) { .same($0) }
    static let oneRate = UnfreezingPlan("all, one rate", .everything) { .same($0) }
    static let tenth = UnfreezingPlan("all, body ÷ 10", .everything) { .head($0, bodyDividedBy: 10...10) }
    static let geometric = UnfreezingPlan("all, 1/100 to 1", .everything) { .geometric(from: $0 / 100, to: $0) }
    static let decaying = UnfreezingPlan("all, × 0.75 a group", .everything) { .decaying($0) }
    static let gradualOneRate = UnfreezingPlan("gradual, one rate", .gradual) { .same($0) }
    static let gradualTen = UnfreezingPlan("gradual, body ÷ 10", .gradual) { .head($0, bodyDividedBy: 10...10) }
    static let gradualHundred = UnfreezingPlan("gradual, body ÷ 100", .gradual) { .head($0, bodyDividedBy: 100...100) }
    static let gradualSpread = UnfreezingPlan("gradual, ÷ 10 to ÷ 100", .gradual) {
        .head($0, bodyDividedBy: 10...100)
    }
    static let twoPhases = UnfreezingPlan("fastai's two phases", .twoPhases) { .same($0) }

    /// Those without steps in between.
    static let atOnce = [oneRate, tenth, geometric, decaying]
    /// A group at a time.
    static let gradual = [gradualOneRate, gradualTen, gradualSpread, gradualHundred]
    /// A group at a time and all at once, with rates divided alike.
    static let alikeRates = [(gradualOneRate, oneRate), (gradualTen, tenth)]
    /// All of them.
    static let all = [headOnly] + atOnce + gradual + [twoPhases]
}
