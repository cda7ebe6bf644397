"""The pool page as one would write it in Django REST framework with no more thought for speed."""

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch
from rest_framework import generics, serializers
from rest_framework.pagination import CursorPagination

from trellis.domain.accounts.models import User
from trellis.domain.scouting.models import Judgement, Post, Talent


class UserSerializer(serializers.ModelSerializer):
    firstname = serializers.CharField(source="first_name")
    lastname = serializers.CharField(source="last_name")
    age = serializers.SerializerMethodField()
    user_type = serializers.SerializerMethodField()
    full_name = serializers.CharField(source="get_full_name")
    avatar_url = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = [
            "id",
            "username",
            "email",
            "firstname",
            "lastname",
            "gender",
            "age",
            "user_type",
            "phone_number",
            "full_name",
            "is_superuser",
            "is_staff",
            "is_active",
            "date_joined",
            "last_login",
            "avatar_url",
        ]

    def get_age(self, user: User) -> int | None:
        if user.birth_date is None:
            return None
        today = self.context["today"]
        born = user.birth_date
        return today.year - born.year - ((today.month, today.day) < (born.month, born.day))

    def get_user_type(self, user: User) -> str:
        return "talent"

    def get_avatar_url(self, user: User) -> str | None:
        return settings.TRELLIS_PUBLIC_URL + user.avatar.url if user.avatar else None


class PostSerializer(serializers.ModelSerializer):
    image = serializers.ImageField(use_url=True)
    video = serializers.FileField(use_url=True)

    class Meta:
        model = Post
        fields = [
            "id",
            "talent",
            "content",
            "image",
            "video",
            "caption",
            "created_at",
            "updated_at",
            "likes_count",
            "views_count",
        ]


class TalentSerializer(serializers.ModelSerializer):
    user = UserSerializer()
    date_of_birth = serializers.DateField(source="user.birth_date")

    class Meta:
        model = Talent
        fields = [
            "id",
            "user",
            "bio",
            "date_of_birth",
            "location",
            "city",
            "state",
            "country",
            "selected_sports",
            "experience_years",
            "profile_picture",
            "cover_photo",
            "is_verified",
            "is_featured",
            "social_links",
            "created_at",
            "updated_at",
        ]


class AvailableTalentSerializer(serializers.ModelSerializer):
    talent = TalentSerializer(source="*")
    posts = PostSerializer(many=True)

    class Meta:
        model = Talent
        fields = ["talent", "posts"]


class NewestFirst(CursorPagination):
    ordering = "-id"
    page_size = 100
    page_size_query_param = "limit"


class PlainPoolView(generics.ListAPIView):
    serializer_class = AvailableTalentSerializer
    pagination_class = NewestFirst

    def get_queryset(self) -> Any:
        judged = Judgement.objects.filter(coach__user=self.request.user, talent=OuterRef("pk"))
        return (
            Talent.objects.filter(~Exists(judged), pool_joined_at__isnull=False, user__is_active=True)
            .select_related("user")
            .prefetch_related(Prefetch("posts", Post.objects.order_by("-created_at", "-id")))
        )

    def get_serializer_context(self) -> dict[str, Any]:
        from django.utils import timezone

        return {**super().get_serializer_context(), "today": timezone.now().date()}
