-- Neovim without a screen: opens a connector, sees a diagnostic, applies its fix, renames an operation in all files.
local function fail(why)
  io.stderr:write("neovim: " .. why .. "\n")
  vim.cmd("cquit 1")
end

local function need(value, why)
  if not value then
    fail(why)
  end
  return value
end

local folder = vim.env.CONNECTOR
vim.cmd("edit " .. folder .. "/apiDefinition.swagger.json")
local config = { name = "connsmith", cmd = { vim.env.CONNSMITH, "lsp" }, root_dir = folder }
local id
if vim.lsp.start then
  id = vim.lsp.start(config)
else
  id = vim.lsp.start_client(config)
  vim.lsp.buf_attach_client(0, id)
end
need(id, "the language server does not start")

local function findings(code)
  return vim.tbl_filter(function(one)
    return one.code == code or (one.user_data and one.user_data.lsp and one.user_data.lsp.code == code)
  end, vim.diagnostic.get(0))
end

-- A slip in the name of a member: seen, and corrected by the preferred action.
local code = "key-misspelled"
need(vim.wait(60000, function()
  for _, one in ipairs(vim.diagnostic.get(0)) do
    if one.message:find("`sumary`", 1, true) then
      code = one
      return true
    end
  end
  return false
end, 50), "no diagnostic appears")
need(code.source == "connsmith" and code.lnum > 0, "the diagnostic has no place")

local function ask(method, params)
  local answers = need(vim.lsp.buf_request_sync(0, method, params, 60000), method .. " is not answered")
  local _, answer = next(answers)
  need(answer and not answer.error, method .. ": " .. vim.inspect(answer))
  return answer.result
end

local encoding = need(vim.lsp.get_client_by_id(id), "the client is gone").offset_encoding
local place = { line = code.lnum, character = code.col }
local document = { uri = vim.uri_from_bufnr(0) }
local actions = ask("textDocument/codeAction", {
  textDocument = document,
  range = { start = place, ["end"] = place },
  context = { diagnostics = {} },
})
local fix
for _, action in ipairs(actions) do
  if action.isPreferred and action.edit then
    fix = fix or action
  end
end
need(fix, "there is no fix")
vim.lsp.util.apply_workspace_edit(fix.edit, encoding)
local function text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n")
end
need(text():find('"summary"', 1, true) and not text():find('"sumary"', 1, true), "the fix is not applied")
need(vim.wait(60000, function()
  for _, one in ipairs(vim.diagnostic.get(0)) do
    if one.message:find("`sumary`", 1, true) then
      return false
    end
  end
  return true
end, 50), "the diagnostic does not go")

-- Hover and completion answer.
local hover = ask("textDocument/hover", { textDocument = document, position = { line = code.lnum, character = code.col + 2 } })
need(hover and hover.contents, "no hover")

-- A rename reaches the other files.
for line, content in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
  local column = content:find('"ListTasks"', 1, true)
  if column then
    local edit = ask("textDocument/rename", {
      textDocument = document,
      position = { line = line - 1, character = column + 2 },
      newName = "FindTasks",
    })
    vim.lsp.util.apply_workspace_edit(edit, encoding)
    break
  end
end
vim.cmd("wall")
local properties = table.concat(vim.fn.readfile(folder .. "/apiProperties.json"), "\n")
local definition = table.concat(vim.fn.readfile(folder .. "/apiDefinition.swagger.json"), "\n")
need(definition:find('"FindTasks"', 1, true) and not definition:find('"ListTasks"', 1, true), "the definition is not renamed")
need(properties:find('"FindTasks"', 1, true), "the other file is not renamed")
print("neovim: a diagnostic, its fix, hover and a rename over two files\n")
vim.cmd("qall!")
