from backend.core.errors import Conflict, NotPermitted


class PresetNameTaken(Conflict):
    message = "Your centre has a preset of this name. Make a new version of it, or choose another name."


class PresetUnchanged(Conflict):
    message = "This says the same as the newest version of the preset: there is nothing to keep."


class PresetVersionTaken(Conflict):
    message = "Somebody else made a version of this preset at the same time. Look at it, and try again."


class PresetIsShipped(NotPermitted):
    message = "This preset comes with the product and stays as it is. Upload yours under another name."
