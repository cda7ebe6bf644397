"""What words answers, and what holds words against facts: no models of ours, no HTTP of ours."""
