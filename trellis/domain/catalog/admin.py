"""The catalog in the back office: to be looked at, since it is written in the code."""

from django.contrib import admin

from trellis.core.admin import ReadOnlyAdmin
from trellis.domain.catalog.models import Category, Phrase, Subcategory


@admin.register(Category)
class CategoryAdmin(ReadOnlyAdmin):
    list_display = ["position", "name", "slug", "icon", "description"]
    search_fields = ["name", "description"]


@admin.register(Subcategory)
class SubcategoryAdmin(ReadOnlyAdmin):
    list_display = ["name", "category", "slug", "description"]
    list_select_related = ["category"]
    list_filter = ["category"]
    search_fields = ["name", "description"]


@admin.register(Phrase)
class PhraseAdmin(ReadOnlyAdmin):
    list_display = ["text", "subcategory", "is_whole", "model"]
    list_select_related = ["subcategory"]
    list_filter = ["model", "is_whole"]
    search_fields = ["text"]
    exclude = ["vector"]
    ordering = ["subcategory", "pk"]
