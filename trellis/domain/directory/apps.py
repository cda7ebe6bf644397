from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "trellis.domain.directory"
    label = "directory"
