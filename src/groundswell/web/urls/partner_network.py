"""The network of partners."""

from django.urls import path

from groundswell.web.views import partner_network

QUESTIONS = "<slug:community_id>/partners/network/questions/"
urlpatterns = [
    path("<slug:community_id>/partners/network/", partner_network.network, name="partner-network"),
    path(QUESTIONS, partner_network.questions, name="network-questions"),
    path(f"{QUESTIONS}ask/", partner_network.ask_question, name="ask-network-question"),
    path(f"{QUESTIONS}<slug:question_id>/retire/", partner_network.retire_question, name="retire-network-question"),
    path(
        f"{QUESTIONS}<slug:organization_id>/answers/", partner_network.answer_questions, name="answer-network-questions"
    ),
]
