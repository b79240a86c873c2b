import Grading

/// Chapter 9: the learner's functions, each behind its grader. Only those named in `WORKBOOK_EXERCISES` are built.
let hyperparametersExercises: [String: BoundGrader] = {
    let graders: [String: BoundGrader] = [:]
    return graders
}()

/// Chapter 9: the reference solutions' functions, each behind the same grader.
let hyperparametersSolutions: [String: BoundGrader] = [:]
