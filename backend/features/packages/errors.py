from backend.core.errors import Conflict, NotFound, NotPermitted, Unprocessable


class PackageNotFound(NotFound):
    message = "There is no such package of yours."


class PackageNotEmpty(Conflict):
    message = "The package holds samples. Only an empty package can be deleted."


class NoPackageLeft(Conflict):
    message = "Every package of this set is already taken."


class NotAReader(Unprocessable):
    message = "This person does not read in the group of the set."


class SampleTwice(Conflict):
    message = "This person has read, or has in another package, a sample of this package."


class PackageBegun(Conflict):
    message = "The reader has begun this package; their readings would be left without a tray."


class NotYourPackage(NotPermitted):
    message = "Only the reader of a package can give it back."


class RepeatStays(Conflict):
    message = "These samples are read once more by who has read them: nobody else can have the package."
