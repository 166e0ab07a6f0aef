from backend.core.errors import Conflict, NotPermitted, Unprocessable


class NotQualified(NotPermitted):
    message = "A training must be passed before reading in this set."


class NotATraining(Conflict):
    message = "This set is no training: its lead has not made it one."


class NoKnownAnswers(Conflict):
    message = "No answer is known in this set yet. Its lead has to say some first."


class TrainingPassed(Conflict):
    message = "You have passed this training."


class NotDoneYet(Conflict):
    message = "Finish the case first: it is marked as you left it."


class NotACase(Conflict):
    message = "No answer is known of this sample: there is nothing to mark it by."


class NothingToTake(Unprocessable):
    message = "There are no finished readings of this set to take answers from."
