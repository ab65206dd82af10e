#!/usr/bin/env bash
# Writes a connector with one slip into the folder $1.
mkdir -p "$1"
cat > "$1/apiDefinition.swagger.json" <<'JSON'
{
  "swagger": "2.0",
  "info": { "title": "Fabrikam Tasks", "description": "Fabrikam Tasks keeps the work of a team in one place.", "version": "1.0" },
  "host": "api.fabrikam.com",
  "basePath": "/v1",
  "schemes": ["https"],
  "paths": {
    "/tasks": {
      "get": {
        "operationId": "ListTasks",
        "sumary": "List tasks",
        "description": "Lists the tasks of a board.",
        "parameters": [],
        "responses": { "200": { "description": "OK", "schema": { "$ref": "#/definitions/Task" } } }
      }
    }
  },
  "definitions": {
    "Task": { "type": "object", "properties": { "id": { "type": "string", "title": "Task ID", "description": "The key." } } }
  }
}
JSON
cat > "$1/apiProperties.json" <<'JSON'
{
  "properties": {
    "iconBrandColor": "#1a6fb5",
    "scriptOperations": ["ListTasks"],
    "connectionParameters": {}
  }
}
JSON
