import { openOrAsks, openTo } from '../open-or-asks.ts';
import type { WebApplication } from '../web-application.ts';

const FASTAPI_HAS_NO_PAGE = { status: 404, body: /^\{"detail":"Not Found"\}$/ } as const;

/** Servers of models, and the pages to use them with. */
export const MODEL_SERVING = [
  {
    name: 'torchserve',
    product: 'TorchServe',
    ports: [],
    hints: [
      { body: /"message":\s*"Requested resource is not found, please refer to API document\."/ },
      { body: /"title":\s*"TorchServe APIs"/ },
    ],
    identify: {
      path: '/models?limit=1',
      marker: { body: /^\{\s*"(?:nextPageToken":\s*"\d+",\s*")?models":\s*\[|"type":\s*"InvalidKeyException"/ },
    },
    access: [
      {
        path: '/models?limit=1',
        readings: [
          { status: 200, body: /"models":\s*\[/, access: 'none-required' },
          { status: [400, 401], body: /InvalidKeyException/, access: 'required' },
        ],
      },
    ],
    source: 'pytorch.org/serve: management API, token authorization',
  },
  {
    name: 'comfyui',
    product: 'ComfyUI',
    ports: [8188],
    hints: [{ title: /^ComfyUI$/ }],
    identify: {
      path: '/system_stats',
      marker: { status: 200, body: /^\{"system":\s*\{"os":/ },
      version: /"comfyui_version":\s*"([\w.]{1,40})"/,
    },
    access: [openTo('/system_stats', /^\{"system":\s*\{"os":/)],
    source: 'docs.comfy.org: server routes',
  },
  {
    name: 'gradio',
    product: 'Gradio',
    ports: [],
    hints: [{ body: /window\.gradio_config|window\.__gradio_|gradio-app|gradio_api/ }],
    identify: {
      path: '/config',
      marker: { body: /^\{"version":"\d[\w.]{1,20}"[,}]|^\{"detail":"Not authenticated"\}|"auth_required":\s*true/ },
      version: /\n\{"version":"([\w.]{1,20})"/,
    },
    access: [openOrAsks('/config', /^\{"version":"\d/)],
    source: 'gradio.app/docs: sharing your app, authentication; gradio/routes.py',
  },
  {
    name: 'vllm',
    product: 'vLLM',
    ports: [],
    hints: [FASTAPI_HAS_NO_PAGE, { header: ['server', /^uvicorn$/], body: /^\{"error":\s*"Unauthorized"\}$/ }],
    identify: { path: '/v1/models', marker: { status: 200, body: /"owned_by":\s*"vllm"/ } },
    access: [openTo('/v1/models', /"owned_by":\s*"vllm"/)],
    source: 'docs.vllm.ai: OpenAI-compatible server, --api-key',
  },
  {
    name: 'litellm',
    product: 'LiteLLM',
    ports: [],
    hints: [{ title: /^LiteLLM API/, proves: true }],
    version: /x-litellm-version: ([\w.]{1,40})/,
    access: [openOrAsks('/v1/models', /^\{"data":\[/)],
    source: 'docs.litellm.ai: proxy, virtual keys, model endpoints',
  },
  {
    name: 'llama-cpp',
    product: 'llama.cpp',
    ports: [],
    hints: [
      { header: ['server', /^llama\.cpp$/], proves: true },
      { title: /^llama\.cpp\b/, proves: true },
    ],
    version: /"build_info":\s*"([\w.-]{1,40})"/,
    access: [openOrAsks('/props', /"(?:default_generation_settings|total_slots)":/)],
    source: 'github.com/ggml-org/llama.cpp: tools/server/README.md',
  },
  {
    name: 'open-webui',
    product: 'Open WebUI',
    ports: [],
    hints: [{ title: /^Open WebUI$/ }],
    identify: {
      path: '/api/config',
      marker: { status: 200, body: /"features":\s*\{"auth":\s*(?:true|false)/ },
      version: /"version":\s*"([\w.]{1,20})"/,
    },
    access: [
      {
        path: '/api/config',
        readings: [
          { status: 200, body: /"features":\s*\{"auth":\s*false/, access: 'none-required' },
          { status: 200, body: /"features":\s*\{"auth":\s*true/, access: 'required' },
        ],
      },
    ],
    source: 'docs.openwebui.com: environment configuration, WEBUI_AUTH',
  },
  {
    name: 'tensorboard',
    product: 'TensorBoard',
    ports: [6006],
    hints: [{ title: /^TensorBoard$/ }],
    identify: {
      path: '/data/environment',
      marker: { status: 200, body: /"data_location":/ },
      version: /"version":\s*"([\w.]{1,20})"/,
    },
    access: [openTo('/data/environment', /"data_location":/)],
    source: 'github.com/tensorflow/tensorboard: docs/http_api.md, core plugin',
  },
  {
    name: 'text-generation-inference',
    product: 'Text Generation Inference',
    ports: [],
    hints: [{ body: /"title":"Text Generation Inference"/ }, FASTAPI_HAS_NO_PAGE],
    identify: {
      path: '/info',
      marker: { status: 200, body: /"model_id":\s*"[^"]{1,200}".{0,400}"max_concurrent_requests":/s },
      version: /"version":\s*"([\w.]{1,20})"/,
    },
    // What it serves is told under a key as well.
    access: [],
    source: 'huggingface.co/docs/text-generation-inference: API reference',
  },
  {
    name: 'stable-diffusion-webui',
    product: 'Stable Diffusion web UI',
    ports: [],
    hints: [{ title: /^Stable Diffusion$/ }],
    identify: { path: '/internal/ping', marker: { status: 200, body: /^\{\}$/ } },
    access: [openOrAsks('/config', /^\{"version":"\d/)],
    source: 'github.com/AUTOMATIC1111/stable-diffusion-webui: command line arguments',
  },
] as const satisfies readonly WebApplication[];
